"""Where did the active return come from? Begin with ``routes``."""

"""The benchmark library as JSON:API documents, and any blend resolved. Begin with ``routes``."""

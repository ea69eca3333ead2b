"""Is the engine to be trusted today? Begin with ``routes``."""

"""What a page changes: the doors to the store. Begin with ``portfolio``."""

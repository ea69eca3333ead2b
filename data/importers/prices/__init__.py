"""Price and return files: levels by date, long or wide. Begin with ``files``."""

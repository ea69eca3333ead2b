"""Which index does it behave like, and who is in it? Begin with ``fit``."""

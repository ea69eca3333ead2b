"""Index fit and membership: which index does it behave like, and who is in it?

Begin with ``fit`` (one subject beside many indexes), ``style`` (the mix of indexes that explains it) and ``membership``.
"""

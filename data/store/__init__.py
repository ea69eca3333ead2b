"""What did the user entrust to us, and is it still there? Portfolios and prices in SQLite or PostgreSQL.

Begin with ``database`` (opened, migrated and filled) and ``schema`` (its tables), then ``portfolios`` and ``prices``.
"""

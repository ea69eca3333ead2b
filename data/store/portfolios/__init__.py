"""Portfolios in the store: transactions, deposits, imports, categories. Begin with ``portfolios``."""

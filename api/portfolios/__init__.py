"""Portfolios and prices: stored, listed, shown, deleted. Begin with ``routes``."""

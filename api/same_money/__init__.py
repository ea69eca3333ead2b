"""The same money elsewhere, by ticker, blend, library or category. Begin with ``routes``."""

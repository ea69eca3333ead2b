"""Prices in the store: one series per symbol and source, rates and yields. Begin with ``histories``."""

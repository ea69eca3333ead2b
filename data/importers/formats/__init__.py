"""Brokers' formats: one value or file for each. Begin with ``recognise``."""

"""Investors in the store: years, allocations, groups. Begin with ``investors``."""

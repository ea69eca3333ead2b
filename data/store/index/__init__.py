"""Indexes in the store: constituents, performance, factor tables. Begin with ``constituents``."""

"""The user's benchmarks in the store: records, compositions, own returns. Begin with ``benchmarks``."""

"""Allocation and concentration: into what is the whole divided, and how much hangs on how little?

Begin with ``buckets`` (the fixed buckets of each dimension), ``concentration`` (HHI, effective number) and ``risk_contribution``.
"""

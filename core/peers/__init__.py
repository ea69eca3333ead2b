"""Peers: how does an institution stand among its like?

Begin with ``universe`` (the stored investors as arrays), ``group`` (who is compared with whom) and ``comparison`` (position and rank).
Quartiles and percentile ranks themselves are in ``statistics``.
"""

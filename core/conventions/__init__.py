"""Conventions: what would the same numbers be as another tool counts them?

Begin with ``choices`` (what can be chosen), ``tools`` (what known tools choose) and ``restatement`` (the figures told anew).
"""

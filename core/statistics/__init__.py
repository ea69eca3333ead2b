"""Relative statistics: risk and reward of one return series against another.

Begin with ``relative`` (alpha, beta, tracking error, information ratio of a pair), ``rolling`` (the same in moving windows) and
``reading_bands`` (which word a figure earns).
"""

"""Relative statistics: how did risk and reward of one return series stand against another's?

Begin with ``relative`` (alpha, beta, tracking error, information ratio of a pair), ``rolling`` (the same in moving windows) and
``reading_bands`` (which word a figure earns). ``capture`` holds totals and captures, of linked returns; ``jensen_alpha`` alpha's errors,
t-value and interval.
"""

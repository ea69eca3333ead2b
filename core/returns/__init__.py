"""Returns: how did a series, or the money in it, grow?

Begin with ``series`` (:class:`ReturnSeries`), ``time_weighted`` (the time-weighted return) and ``cash_flows`` (the money-weighted
return: :func:`xirr`).
"""

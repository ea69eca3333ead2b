"""Valuation: what was the portfolio worth on each day?

Begin with ``portfolio_value`` (the valuation of a portfolio), ``contents`` (what it holds on a day) and ``valuation_date`` (on which day
it is valued). What stands at an old price is told by ``stale``.
"""

"""Valuation: what was the portfolio worth on each day?

Begin with ``portfolio_value`` (the valuation of a portfolio), ``contents`` (what it holds on a day) and ``period_returns`` (its returns
by month and year).
"""

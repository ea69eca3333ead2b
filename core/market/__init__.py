"""Dated facts about the world: what was known of a price, a rate or a day, and when?

Begin with ``levels`` (:class:`LevelSeries`, the last level known on a day), ``period`` (:class:`Period`) and ``exchange_rates``
(:class:`ExchangeRates`).
"""

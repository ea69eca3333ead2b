"""Benchmarks and blends: what can be measured against, and how did a mix go?

Begin with ``blend`` (:class:`Blend`: components, rule, policy changes), ``resolution`` (a blend becomes a path, day by day) and
``rebalancing`` (when the weights are set back).
"""

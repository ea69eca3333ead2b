"""Categories: how did each asset category do beside its own benchmark?

Begin with ``scheme`` (which categories there are), ``rules`` (which benchmark a holding is judged against) and ``comparison``.
"""

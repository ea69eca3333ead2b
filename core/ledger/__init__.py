"""The ledger: what did the investor do?

Begin with ``transaction`` (:class:`Transaction` and its kinds), ``portfolio`` (:class:`Portfolio`) and ``flows`` (which of it is an
external cash flow).
"""

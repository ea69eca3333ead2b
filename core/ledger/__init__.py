"""The ledger: what did the investor do?

Begin with ``transaction`` (:class:`Transaction` and its kinds), ``portfolio`` (:class:`Portfolio`), ``flows`` (which of it is an
external cash flow) and ``deposits`` (what is held by its terms: its payments and its value).
"""

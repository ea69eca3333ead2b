"""The same money elsewhere (Public Market Equivalent, Long and Nickels): what would it have become in a benchmark, or in a deposit?

Begin with ``comparison`` (a portfolio beside a benchmark), ``account`` (the benchmark account that takes the same flows) and ``deposit``
(the risk-free account).
"""

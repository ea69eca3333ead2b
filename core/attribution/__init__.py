"""Attribution (Brinson): where did the active return come from?

Begin with ``portfolio`` (a portfolio against a benchmark, by segment), ``effects`` (linked effects, reconciled) and ``gap_bridge`` (the
same in money). Below them lie ``brinson`` (the effects of one period) and ``linking`` (how those of many periods add up).
"""

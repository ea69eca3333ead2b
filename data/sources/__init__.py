"""Where do prices come from? Yahoo, asked only when the user asks, and what every source answers in.

Begin with ``delivery`` (histories and failures, of any source), then ``yahoo``.
"""

"""Studies: one stored portfolio and one question; store and engine are brought together here and nowhere else.

Read ``valued`` (a stored portfolio, valued), then ``same_money`` (the same portfolio beside its benchmarks): every page and every route
begins there.
"""

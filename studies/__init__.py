"""Studies: what does the engine say of one stored portfolio? Store and engine are brought together here and nowhere else.

Read ``valued`` (a stored portfolio, valued), then ``same_money`` (the same portfolio beside its benchmarks): every page and every route
begins there.
"""

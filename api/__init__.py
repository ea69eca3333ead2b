"""How does a program ask? FastAPI routes by resource; no finance here.

Begin with ``app`` (all routes in one place), then ``same_money`` (the first of them) and ``server`` (what holds for every one).
"""

"""What does a visitor without data of their own see? The embedded sample: simulated levels and three portfolios.

Begin with ``portfolios`` (whose they are) and ``levels`` (what their prices were); ``make`` writes both anew from ``generator``.
"""

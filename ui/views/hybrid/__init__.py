"""Which parts does the page “Hybrid and Risk-Free” have?"""

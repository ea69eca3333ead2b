"""Which parts does the page “Benchmark Library” have?"""

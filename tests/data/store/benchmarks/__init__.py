"""Does ``data/store/benchmarks`` keep its promises?"""

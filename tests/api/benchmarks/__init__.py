"""Does ``api/benchmarks`` keep its promises?"""

"""Does ``core/benchmark`` keep its promises?"""

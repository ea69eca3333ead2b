"""Does ``core/market`` keep its promises?"""

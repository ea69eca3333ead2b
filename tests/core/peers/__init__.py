"""Does ``core/peers`` keep its promises?"""

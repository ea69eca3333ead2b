"""Does ``data/store/peers`` keep its promises?"""

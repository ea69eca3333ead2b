"""Does ``data/importers/peers`` keep its promises?"""

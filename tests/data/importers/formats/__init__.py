"""Does ``data/importers/formats`` keep its promises?"""

"""Does ``data/importers/index`` keep its promises?"""

"""Does ``data/importers/prices`` keep its promises?"""

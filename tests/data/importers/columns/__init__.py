"""Does ``data/importers/columns`` keep its promises?"""

"""Does ``data/importers/files`` keep its promises?"""

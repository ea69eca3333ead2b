"""Does ``data/store/prices`` keep its promises?"""

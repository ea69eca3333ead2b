"""Does ``data/store/index`` keep its promises?"""

"""Does ``data/store/portfolios`` keep its promises?"""

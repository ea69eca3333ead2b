"""Does ``api/portfolios`` keep its promises?"""

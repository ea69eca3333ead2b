"""Does ``core/statistics`` keep its promises?"""

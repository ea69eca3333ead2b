"""Does ``core/valuation`` keep its promises?"""

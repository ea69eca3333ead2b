"""Does ``core/index`` keep its promises?"""

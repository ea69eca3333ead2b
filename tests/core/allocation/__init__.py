"""Does ``core/allocation`` keep its promises?"""

"""Does ``core/category`` keep its promises?"""

"""Does ``core/returns`` keep its promises?"""

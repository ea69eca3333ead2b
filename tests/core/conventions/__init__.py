"""Does ``core/conventions`` keep its promises?"""

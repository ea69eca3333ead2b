"""Does ``studies`` keep its promises?"""

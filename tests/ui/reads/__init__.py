"""Does ``ui/reads`` keep its promises?"""

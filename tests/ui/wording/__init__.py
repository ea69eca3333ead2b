"""Does ``ui/wording`` keep its promises?"""

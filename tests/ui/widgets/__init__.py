"""Does ``ui/widgets`` keep its promises?"""

"""Does ``ui/choices`` keep its promises?"""

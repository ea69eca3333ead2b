"""Does ``ui/web`` keep its promises?"""

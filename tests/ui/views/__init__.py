"""Does ``ui/views`` keep its promises?"""

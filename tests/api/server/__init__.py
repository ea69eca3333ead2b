"""Does ``api/server`` keep its promises?"""

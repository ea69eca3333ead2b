"""Does ``api/index`` keep its promises?"""

"""Does ``api/peers`` keep its promises?"""

"""Does ``api/self_check`` keep its promises?"""

"""Does ``api/same_money`` keep its promises?"""

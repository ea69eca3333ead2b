"""Does ``core/same_money`` keep its promises?"""

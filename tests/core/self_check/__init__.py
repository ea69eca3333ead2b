"""Does ``core/self_check`` keep its promises?"""

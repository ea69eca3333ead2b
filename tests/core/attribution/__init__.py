"""Does ``core/attribution`` keep its promises?"""

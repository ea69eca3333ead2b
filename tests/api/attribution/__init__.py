"""Does ``api/attribution`` keep its promises?"""

"""Does ``core/ledger`` keep its promises?"""

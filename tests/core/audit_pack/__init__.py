"""Does ``core/audit_pack`` keep its promises?"""

"""Who is in the index? Membership, constituents and sector weights on screen."""

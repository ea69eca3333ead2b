"""A plain, slow, independent bookkeeping of irregular portfolios, and whether the engine agrees with it."""

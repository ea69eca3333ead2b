"""Do the studies of an index keep their promises?"""

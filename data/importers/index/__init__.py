"""Files about indexes: constituents and factor returns. Begin with ``constituents_csv``."""

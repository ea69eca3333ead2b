"""What every route has in common: who may ask, how much, in what shape, and how refusals look. Begin with ``errors``."""

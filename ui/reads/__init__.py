"""What a page asks: cached questions to the studies, one file a study. Begin with ``portfolio``."""

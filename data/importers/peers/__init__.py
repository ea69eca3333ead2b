"""Files of investors: long, wide, or as Public Plans publishes them. Begin with ``reading``."""

"""What the index fit asks: the fit itself, its members, style and factors. Begin with ``fit``."""

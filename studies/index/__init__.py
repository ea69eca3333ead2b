"""An index beside a stored subject: how well does it fit, who is in it, of which mix and factors is it made? Begin with ``fit``."""

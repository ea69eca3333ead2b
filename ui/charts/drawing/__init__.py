"""What every picture is made of: lines, axes, thinning, the canvas. Begin with ``canvas``."""

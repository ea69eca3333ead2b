"""Small pictures that stand still: sparklines and the report's drawings, as SVG."""

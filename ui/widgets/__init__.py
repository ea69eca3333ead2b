"""Cards, tables, notices, downloads, links and the live chart. Begin with ``metric_row``."""

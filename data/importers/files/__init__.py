"""From bytes to rows: what does a file hold, whoever made it? Begin with ``table``."""

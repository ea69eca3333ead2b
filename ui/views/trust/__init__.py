"""How far can the numbers be trusted? The self-check's badge and what to know of a value."""

"""How large a position, and what of a signal? On screen."""

"""Pictures of the index fit: the fit itself, its windows, style, factors, members, position."""

"""How does one's own data come in, and leave again? The parts of the page Your Data."""

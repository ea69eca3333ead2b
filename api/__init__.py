"""How does a program ask? FastAPI routes by resource; no finance here."""

"""What did the user entrust to us, and is it still there? Portfolios and prices in SQLite or PostgreSQL."""

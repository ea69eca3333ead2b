"""What does this stock or portfolio really behave like? The parts of the page Index Fit."""

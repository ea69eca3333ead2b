"""Where do prices come from? Yahoo, asked only when the user asks, and what every source answers in."""

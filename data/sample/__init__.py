"""What does a visitor without data of their own see? The embedded sample: simulated levels and three portfolios."""

"""What does a person wait for? Timings that need a server of their own, and a browser."""

"""What does every page look like? Pictures of all of them, taken by ``make screenshots``."""

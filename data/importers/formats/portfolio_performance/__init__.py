"""What does a Portfolio Performance file say? Begin with ``client``."""

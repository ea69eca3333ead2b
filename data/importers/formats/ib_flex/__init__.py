"""What does an Interactive Brokers Flex statement say? Begin with ``statements``."""

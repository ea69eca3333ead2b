"""What is asked of the index routes, and what do they answer? One file a route. Begin with ``fit``."""

"""How does an institution stand among its like? Begin with ``routes``."""

"""The audit pack: can somebody else check the numbers?

Begin with ``pack`` (the archive as a whole), ``inputs`` (every row that was used) and ``results`` (every number that came out).
"""

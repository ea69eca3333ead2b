"""What is in the files people bring? Uploaded bytes become transactions, deposits and prices, or a problem with its line.

Begin with ``reading`` (what comes out of a file), then ``formats`` (how each broker's is read) and ``export`` (the way back).
"""

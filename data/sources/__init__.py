"""Where do prices come from? One protocol, four sources: the sample, what is stored, a file, Yahoo."""

"""What do the pages Peer Benchmarks and Diversification show? Their sections, each fed with core results."""

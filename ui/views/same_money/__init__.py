"""What does the page Portfolio vs Benchmark show? Its sections, each fed with core results."""

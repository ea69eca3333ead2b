"""What does the page Conventions show? Its switches, its table, and which tools use what."""

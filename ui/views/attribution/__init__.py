"""What does the Attribution page consist of? Its choices, words, pictures and tables."""

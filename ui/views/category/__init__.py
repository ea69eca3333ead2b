"""What does the page about categories consist of?"""

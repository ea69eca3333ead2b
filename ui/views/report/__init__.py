"""How does everything about one portfolio leave the screen as one file that can be read, kept and printed?"""

"""The home page: every answer about one portfolio on one screen."""

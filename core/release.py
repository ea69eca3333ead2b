"""Which Yardstick is this? The version that the API's description names; pyproject.toml and the changelog say the same."""

VERSION = "0.1.0"

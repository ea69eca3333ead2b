"""Where do prices come from? One protocol, several origins."""

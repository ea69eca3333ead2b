"""What may a request contain, and what does an answer hold? One file per resource."""

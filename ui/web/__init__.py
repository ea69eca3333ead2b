"""What does the browser get besides the pages? Plotly's script, compression, security headers."""

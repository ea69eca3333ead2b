"""What does the browser get besides the pages? Plotly's script, compression, security headers.

Begin with ``security_headers`` and ``plotly_script``; ``app.py`` puts them all around the server.
"""

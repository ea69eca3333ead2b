"""What does the eye see? Streamlit controls and Plotly figures; no finance here.

Begin with ``views`` (a folder for each screen), then follow a number through ``reads`` and ``charts``.
"""

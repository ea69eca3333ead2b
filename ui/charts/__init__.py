"""How does a result look? Pure functions from a core result to a Plotly figure; no Streamlit here.

Begin with ``theme`` (a role's colour and dash) and ``growth`` (the plainest picture); ``drawing`` is what all are drawn with.
"""

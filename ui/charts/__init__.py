"""How does a result look? Pure functions from a core result to a Plotly figure; no Streamlit here."""

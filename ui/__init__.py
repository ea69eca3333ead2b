"""What does the eye see? Streamlit controls and Plotly figures; no finance here."""

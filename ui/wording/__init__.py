"""How numbers, dates, names and the headline read; no Streamlit. Begin with ``headline``."""

"""One folder for each screen or shared view."""

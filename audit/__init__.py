"""Do the results of an audit pack follow from its inputs? A second, plain computation that shares no line with the first."""

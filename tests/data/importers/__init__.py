"""Tests of the importers, one file per format or question."""

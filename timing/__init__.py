"""How fast is it beside its peers? Timed comparisons in one run, with agreement checked; not part of the tests."""

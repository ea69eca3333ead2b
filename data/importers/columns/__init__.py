"""From cells to values: dates, numbers and words of a column, and what each column means. Begin with ``row_fields``."""

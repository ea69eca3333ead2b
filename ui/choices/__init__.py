"""The row of choices: what is chosen, what is remembered, what the address says. Begin with ``selection``."""

"""What do law and custom add to the terms of a deposit? Provident funds, their limits, and what is not valued at all."""

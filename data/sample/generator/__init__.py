"""How is the simulated sample market made? The parts that data/sample/make.py puts together."""

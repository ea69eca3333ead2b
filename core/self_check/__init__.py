"""The self-check: does the engine find no difference where there can be none?

Begin with ``identities`` (what is checked), ``vectors`` (known cases) and ``mirror_portfolio`` (a portfolio that is its own benchmark).
"""

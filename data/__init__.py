"""What is remembered and fetched? Storage, price sources, importers and the embedded sample.

Begin with ``market`` (which levels and rates stand behind a symbol) and ``catalogue`` (the indexes that are known); what is stored lies
in ``store``, what people bring is read in ``importers``.
"""

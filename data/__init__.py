"""What is remembered and fetched? Storage, price sources, importers and the embedded sample."""

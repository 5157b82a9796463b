"""Where a model's files are: resolving names, the bundled model, fingerprints of checkpoints."""

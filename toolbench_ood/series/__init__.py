"""A series of checkpoints that played the same cases: what changed, and since when."""

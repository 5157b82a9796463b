"""Teacher-forced probabilities of a model: what it would have written, position by position."""

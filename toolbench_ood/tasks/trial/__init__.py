"""Trials of a task without a model: what must fail fails, and what must not matter does not."""

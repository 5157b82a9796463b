"""Scores: what a run's records say, counted; pure functions without a terminal or a model."""

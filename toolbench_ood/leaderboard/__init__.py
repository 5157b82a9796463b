"""Leaderboards: one published JSON entry a run, with a schema."""

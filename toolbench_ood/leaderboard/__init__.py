"""Leaderboards: one published JSON entry per run, with a schema."""

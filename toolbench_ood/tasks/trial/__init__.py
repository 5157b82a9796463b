"""Trials of a task without a model: wrong solutions must fail, and irrelevant changes must not."""

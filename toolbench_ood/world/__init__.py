"""Worlds: the state of one domain and the tools that act on it."""

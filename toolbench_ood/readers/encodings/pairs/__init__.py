"""Calls whose arguments are pairs of a name and a value."""

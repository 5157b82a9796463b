"""Calls whose arguments are Python keyword arguments."""

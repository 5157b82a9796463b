"""Calls whose arguments are a JSON object."""

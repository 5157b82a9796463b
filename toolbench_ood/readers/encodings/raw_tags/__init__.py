"""Calls whose arguments are tagged raw text."""

"""Reads a whole message, and its repaired text."""

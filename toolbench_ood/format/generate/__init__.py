"""Formats drawn from a seed: the same name always gives the same texts, on every system."""

GENERATOR_VERSION = 1
"""Part of what determines a generated format; incremented whenever names give other formats."""

"""Formats drawn from a seed: the same name gives the same texts everywhere, for ever."""

GENERATOR_VERSION = 1
"""Part of what decides a generated format; raised whenever a name would give another one."""

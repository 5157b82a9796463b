"""Attempts to call that stand where a reader sees prose: a declared name in call position."""

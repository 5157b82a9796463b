"""Strict readers: one an argument encoding, sharing one scan of sections and one diagnosis."""

"""Constrained decoding: grammars that admit exactly the well-formed messages of a format."""

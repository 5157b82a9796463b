"""Expressions of a grammar in EBNF: text, values and JSON Schemas."""

"""Writes values as text, for templates and for readers that repair messages."""

from toolbench_ood.readers.literals.as_text import json_text, plain_json, python_literal, raw_text

__all__ = ["json_text", "plain_json", "python_literal", "raw_text"]

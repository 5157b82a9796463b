"""How values are written in the text of a format, also by readers that repair a message."""

from toolbench_ood.readers.literals import json_text, plain_json, python_literal, raw_text

__all__ = ["json_text", "plain_json", "python_literal", "raw_text"]

"""How values are spelt in the text of a format; the readers spell what they mend the same way."""

from toolbench_ood.readers.literals import json_text, plain_json, python_literal, raw_text

__all__ = ["json_text", "plain_json", "python_literal", "raw_text"]

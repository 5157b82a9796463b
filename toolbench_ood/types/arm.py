"""The name of the arm without help."""

from typing import Final

STRICT: Final = "strict"
"""No help: the model's output is read unchanged."""

"""What the tests of formats share: the tool of the taxonomy's examples."""

import pytest

from toolbench_ood.types.tool import ToolSpec


@pytest.fixture(scope="session")
def booking() -> list[ToolSpec]:
    """The tool of the taxonomy's examples."""
    return [
        {
            "type": "function",
            "function": {
                "name": "book",
                "description": "Book a stay.",
                "parameters": {
                    "type": "object",
                    "properties": {
                        "city": {"type": "string"},
                        "nights": {"type": "integer"},
                        "view": {"enum": ["sea", "park"]},
                        "tags": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["city", "nights"],
                    "additionalProperties": False,
                },
            },
        }
    ]

"""What the tests of formats share: the tool of the taxonomy's examples, and variants."""

import pytest
from formats.variants import make_variants

from toolbench_ood.format.library import FormatLibrary
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


@pytest.fixture(scope="session")
def variant_library(tmp_path_factory: pytest.TempPathFactory) -> FormatLibrary:
    """The shipped formats and the variants, made once."""
    return make_variants(tmp_path_factory.mktemp("formats"))

"""What a run's header says of its formats."""

import pytest
from cases import for_each

pytest.importorskip("transformers", reason="needs transformers")

from chat.tool_shapes import TOOL_SHAPES, tool_tokenizer
from run.runs import header_of
from shipped_formats import LIBRARY

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.native import NATIVE, learn_native
from toolbench_ood.run.compare import require_same
from toolbench_ood.run.format_entry import format_entry
from toolbench_ood.run.header import RunHeader
from toolbench_ood.run.markers import measure_format
from toolbench_ood.types.errors import UserError


def header(family: str) -> RunHeader:
    """Make the header of a run that plays a family's native format."""
    chat = Chat.learn(tool_tokenizer(family))
    native = learn_native(chat, LIBRARY.load(TOOL_SHAPES[family].format))
    return header_of(formats={NATIVE: format_entry(native, measure_format(chat, native))})


@for_each("family", sorted(TOOL_SHAPES))
def test_a_native_entry_comes_back_from_the_file(family: str) -> None:
    """``run.json`` holds what the template writes, so that a run can be scored and resumed."""
    made = header(family)
    read = RunHeader.model_validate_json(made.model_dump_json())
    assert read == made
    entry = read.formats[NATIVE]
    assert entry.native is not None
    assert entry.native.reads_with == TOOL_SHAPES[family].format
    assert entry.markers
    require_same(made, header(family), "the run")


def test_another_template_is_another_format() -> None:
    """A run can't go on when what the template writes around results has changed."""
    with pytest.raises(UserError, match=r"formats\.native"):
        require_same(header("qwen"), header("named_results"), "the run")


def test_a_scripted_model_has_no_markers() -> None:
    """Nothing is measured in bytes that stand for tokens."""
    entry = format_entry(LIBRARY.load("hermes"), None)
    assert (entry.markers, entry.call_tokens, entry.native) == ({}, None, None)

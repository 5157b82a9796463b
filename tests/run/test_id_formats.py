"""Which format a model was trained in, found out or given."""

import pytest
from cases import for_each

pytest.importorskip("transformers", reason="needs transformers")

from chat.tool_shapes import TOOL_SHAPES, made_tokenizer, tool_tokenizer
from shipped_formats import LIBRARY

from toolbench_ood.run.id_formats import find_id_formats, spoken_format
from toolbench_ood.types.errors import UserError

SHAPE = TOOL_SHAPES["qwen"]


@for_each("family", sorted(TOOL_SHAPES))
def test_the_format_of_a_family_is_found(family: str) -> None:
    """The template of each large family is known by the calls that it writes."""
    tokenizer = tool_tokenizer(family)
    found = find_id_formats(("auto",), LIBRARY, lambda: spoken_format(LIBRARY, tokenizer))
    assert found.names == (TOOL_SHAPES[family].format,)
    assert f"The format {found.words} reads exactly" in found.reason


def test_of_formats_with_the_same_calls_one_is_always_taken() -> None:
    """A format whose calls are declared to be like another's never stands in for that one."""
    name, reason = spoken_format(LIBRARY, tool_tokenizer("granite"))
    assert name == "hermes"
    assert "(so does ernie45, granite4)" in reason


def test_where_nothing_matches_it_says_so_and_asks() -> None:
    """The sentence shows what was written, and names the option and where formats are listed."""
    template = SHAPE.template.replace('"arguments"', '"inputs"')
    tokenizer = made_tokenizer(template, SHAPE.controls, SHAPE.end)
    found = find_id_formats(("auto",), LIBRARY, lambda: spoken_format(LIBRARY, tokenizer))
    assert found.names == ()
    assert len(found.reason) < 450
    for words in ('"inputs"', "--id-format", "toolbench-ood list formats"):
        assert words in found.reason


def test_a_given_format_needs_no_template() -> None:
    """A name or ``none`` is taken as it is; a name that is no format is refused."""
    for asked, names in (
        (("pythonic",), ("pythonic",)),
        (("pythonic", "hermes", "gen:7/0"), ("gen:7", "hermes", "pythonic")),
        (("none",), ()),
        (("auto",), ()),
    ):
        assert find_id_formats(asked, LIBRARY, None).names == names
    found = find_id_formats(("hermes", "sexp", "gen:7"), LIBRARY, None)
    assert found.held_out == ("gen:7", "sexp")
    for asked, words in (
        (("native",), "auto finds"),
        (("hermess",), "did you mean 'hermes'"),
        (("hermes", "pythonik"), "did you mean 'pythonic'"),
        (("none", "hermes"), "joins none with others"),
    ):
        with pytest.raises(UserError, match=words):
            find_id_formats(asked, LIBRARY, None)

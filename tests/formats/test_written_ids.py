"""Ids of calls as the model wrote them, where a chat template hands results back under them."""

from cases import for_each
from shipped_formats import LIBRARY

from toolbench_ood.format.written_ids import with_written_ids
from toolbench_ood.types.call import Call

KIMI = "<|tool_calls_section_begin|>{}<|tool_calls_section_end|>"
ONE = "<|tool_call_begin|>{}<|tool_call_argument_begin|>{{}}<|tool_call_end|>"


def read_ids(name: str, text: str) -> list[str | None]:
    """Read a message and return the ids that stand in it."""
    format_ = LIBRARY.load(name)
    calls = format_.read(text, []).calls
    return [call.id for call in with_written_ids(text, calls, format_.spec.call)]


@for_each(
    ("header", "written"),
    [
        ("functions.label:3", "functions.label:3"),
        ("functions.a.b-c:12", "functions.a.b-c:12"),
        ("functions.f:0", "functions.f:0"),
    ],
)
def test_an_id_is_all_that_stands_between_the_markers(header: str, written: str) -> None:
    """Name and index are one id where nothing parts them."""
    assert read_ids("kimi_k2", KIMI.format(ONE.format(header))) == [written]


def test_each_call_of_a_message_has_its_own() -> None:
    """Calls of one tool are told apart by their indices, in order."""
    calls = "".join(ONE.format(f"functions.f:{index}") for index in (4, 5))
    assert read_ids("kimi_k2", KIMI.format(calls)) == ["functions.f:4", "functions.f:5"]


def test_an_index_in_quotes_is_the_id() -> None:
    """Where quotes part the index from the name, it stands alone."""
    format_ = LIBRARY.load("kimi_k3")
    text = format_.write([Call("f"), Call("g")])
    assert read_ids("kimi_k3", text) == ["1", "2"]


def test_formats_without_ids_keep_none() -> None:
    """Nothing is made up."""
    assert read_ids("hermes", LIBRARY.load("hermes").write([Call("f")])) == [None]

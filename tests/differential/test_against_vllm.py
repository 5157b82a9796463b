"""The strict reading beside vLLM's own parsers: every divergence is known and explained."""

from fnmatch import fnmatchcase
from importlib.util import find_spec

import pytest
from cases import for_each
from differential.cases import BOOK, Case, golden_cases
from differential.divergences import (
    FITTING,
    allowed,
    allowed_for,
    covers,
    divergences,
    shape_of,
    unexplained,
)
from differential.oracles import (
    NEEDS_MORE,
    PARSERS,
    PENDING,
    PINNED,
    SAME_PARSER,
    WITHOUT,
    Outside,
    accounted_for,
    as_outside,
    installed_release,
    load_oracle,
)
from differential.partners import PARTNERS
from shipped_formats import LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call

RULES = allowed()

needs_vllm = pytest.mark.skipif(
    find_spec("vllm") is None, reason="vLLM, whose parsers are compared, is not installed"
)
every_parser = for_each("parser", sorted(PARSERS.keys() - SAME_PARSER.keys()))


def format_for(parser: str) -> Format:
    """Return the format that a parser reads; skip where it is pending."""
    if PARSERS[parser] in PENDING:
        pytest.skip(f"no format {PARSERS[parser]!r} yet: {PENDING[PARSERS[parser]]}")
    return LIBRARY.load(PARSERS[parser])


@pytest.fixture(scope="module", autouse=True)
def pinned() -> None:
    """Skip under another release than the one whose departures are listed."""
    release = installed_release()
    if release is not None and not release.startswith(PINNED):
        pytest.skip(f"the allow-list is that of vLLM {PINNED}, not of {release}")


@every_parser
@pytest.mark.model
@needs_vllm
def test_a_parser_reads_its_format(parser: str) -> None:
    """What the format writes for a plain task, its parser reads as the same, or it is broken."""
    fmt = format_for(parser)
    oracle, listed = load_oracle(parser, fmt), allowed_for(parser, RULES)
    for case in golden_cases(fmt):
        if any(fnmatchcase(case.name, pattern) for pattern, _ in listed):
            continue  # the allow-list says what it makes of it
        assert oracle.read(case.text, case.tools) == as_outside(case.written), case.text


@every_parser
@pytest.mark.model
@needs_vllm
def test_every_divergence_is_explained(parser: str) -> None:
    """The parser departs from the strict reading exactly where the allow-list says, no less."""
    fmt = format_for(parser)
    found = divergences(fmt, load_oracle(parser, fmt))
    assert not (told := unexplained(parser, found, RULES)), told


@pytest.mark.model
@needs_vllm
def test_every_parser_of_vllm_is_accounted_for() -> None:
    """Each registered parser is compared, has a second name, or has a reason for neither."""
    load_oracle("hermes", LIBRARY.load("hermes"))
    from vllm.tool_parsers import ToolParserManager  # noqa: PLC0415  takes seconds

    registered = ToolParserManager.list_registered()
    assert sorted(registered) == sorted({*PARSERS, *NEEDS_MORE})
    for second, first in SAME_PARSER.items():
        parsers = [ToolParserManager.get_tool_parser(name) for name in (second, first)]
        assert parsers[0] is parsers[1], second
        assert PARSERS[second] == PARSERS[first]


def test_each_format_has_a_parser_or_a_reason() -> None:
    """No format is left out of the comparison by oversight."""
    missing = [name for name in LIBRARY.names() if not accounted_for(LIBRARY.load(name))]
    assert not missing, f"name these formats in PARSERS or WITHOUT of oracles.py: {missing}"


def test_pending_formats_are_not_there() -> None:
    """A format that is in the library is compared, not excused."""
    assert PENDING.keys() <= set(PARSERS.values()) - set(LIBRARY.names())


def test_no_format_has_a_parser_and_a_reason_for_none() -> None:
    """The tables exclude each other."""
    assert not set(PARSERS.values()) & WITHOUT.keys()
    assert not PARSERS.keys() & NEEDS_MORE.keys()


def test_the_list_is_about_compared_parsers() -> None:
    """An entry of a parser that is never compared would never be found out."""
    named = {parser for rule in RULES for parsers in rule.cases.values() for parser in parsers}
    assert named <= {*PARSERS, *PARTNERS} - SAME_PARSER.keys()


def test_each_class_fits_what_is_seen() -> None:
    """A reason that explains something else than what happens explains nothing."""
    wrong = [rule for rule in RULES if rule.shape not in FITTING[rule.because]]
    assert not wrong


def test_no_divergence_is_explained_twice() -> None:
    """One divergence has one class and one reason, and one habit stands in one rule."""
    for parser in (*PARSERS, *PARTNERS):
        keys = allowed_for(parser, RULES)
        twice = [one for one in keys for other in keys if one is not other and covers(other, one)]
        assert not twice, parser
    habits = [(rule.because, rule.shape, rule.reason) for rule in RULES]
    assert len(habits) == len(set(habits))


ROME: Outside = (("book", {"city": "Rome", "nights": 2, "tags": []}),)
OSLO: Outside = (("book", {"city": "Oslo", "nights": 2, "tags": []}),)


@for_each(
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

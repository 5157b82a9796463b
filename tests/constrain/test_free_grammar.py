"""Grammars that leave open whether there is a call, and grammars of a number of calls."""

import pytest
from formats.every import every_format
from fuzz.samples import TOOLS

from constrain.admits import Admits
from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call

_CALL = Call("book", {"city": "Rome", "nights": 2, "tags": ["quiet"]})


@every_format
def test_every_message_of_calls_begins_with_the_opener(fmt: Format) -> None:
    """What a format says that calls begin with is what they begin with, and no more than that."""
    assert fmt.write([Call("probe")]).startswith(fmt.opener)
    assert fmt.call_opener.startswith(fmt.opener)


@pytest.mark.slow
@every_format
def test_only_what_follows_an_opener_is_constrained(fmt: Format) -> None:
    """Any text without the opener is admitted, alone and before calls; after it, calls alone are.

    So is a text that ends within the opener, which never was one.
    """
    if not fmt.has_distinct_opener:
        return
    admits = Admits(fmt, TOOLS, free=True)
    written = fmt.write([_CALL], TOOLS)
    for prose in ("", "Let me see.\n", f"{fmt.opener[:-1]} ", fmt.opener[:-1], "日本 <a> [1] {}\n"):
        assert admits(prose), prose
        if (prose + written).find(fmt.opener) == len(prose):
            assert admits(prose + written), prose
    for broken in ("", " Hello.", "\n", written[len(fmt.opener) : -1]):
        assert not admits(f"Let me see. {fmt.opener}{broken}"), broken
    assert not admits(f"{written} Done.")
    assert Admits(fmt, TOOLS)(written)


@every_format
def test_no_more_calls_than_asked_for_are_admitted(fmt: Format) -> None:
    """A message of up to ``most`` calls is admitted as it is written, and a longer one is not."""
    longest = 1 if fmt.spec.single else 3
    for most in range(1, longest + 1):
        admits = Admits(fmt, TOOLS, most=most)
        for number in range(1, longest + 1):
            assert admits(fmt.write([_CALL] * number, TOOLS)) == (number <= most)

"""Grammars that ban the marks of a collapse, and nothing else."""

import re
from random import Random

from formats.every import every_format
from fuzz.samples import TOOLS

from constrain.admits import admitting
from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call


def _is_empty_call_free(fmt: Format, text: str) -> bool:
    """Whether something follows every opener, said without automata."""
    for opener in re.finditer(re.escape(fmt.opener), text):
        rest = text[opener.end() :].lstrip(" \t\n\r")
        marks = [mark for mark in (fmt.opener, fmt.closer) if mark]
        if any(rest.startswith(mark) or mark.startswith(rest) for mark in marks):
            return False
    return True


@every_format
def test_a_mask_bans_marks_and_nothing_else(fmt: Format) -> None:
    """Random texts of marks, their beginnings and prose are admitted unless a mark is misplaced."""
    if not fmt.has_distinct_opener:
        return
    due, other = (admitting(fmt.mask(due=due)) for due in (True, False))
    rng = Random(fmt.name)
    marks = [fmt.opener, fmt.closer, fmt.opener[:-1], fmt.opener[:1], fmt.closer[:-1]]
    seen = set()
    for _ in range(400):
        parts = rng.choices([*marks, "a", " ", "\n", "日", '{"b": 1}', "<"], k=rng.randrange(6))
        text = "".join(parts)
        expected = _is_empty_call_free(fmt, text)
        assert due(text) == expected, text
        assert other(text) == (fmt.opener not in text), text
        seen.add((expected, fmt.opener in text))
    assert seen >= {(True, True), (True, False), (False, True)}


@every_format
def test_a_mask_admits_calls_where_they_are_due(fmt: Format) -> None:
    """As the format writes them, one or more, with prose before."""
    if not fmt.has_distinct_opener:
        return
    calls = [Call("book", {"city": "Rome", "nights": 2, "tags": ["quiet"]})]
    admits = admitting(fmt.mask(due=True))
    for number in (1,) if fmt.spec.single else (1, 2):
        assert admits("Let me see.\n" + fmt.write(calls * number, TOOLS))

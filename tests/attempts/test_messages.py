"""The labelled set of attempts and answers is whole and as large as was asked for."""

from collections import Counter
from pathlib import Path

import pytest
from attempts.labelled import Label, Message, load
from attempts.table import tables

COMMON = ("hermes", "pythonic", "sexp", "llama3_json", "qwen3_coder", "xlam")
"""The formats in which each message was read when the set was built."""
OPEN_LICENCES = ("Apache-2.0", "MIT")


@pytest.fixture(scope="module")
def messages() -> tuple[Message, ...]:
    """The set; a row that is not as declared, or has another hash than its text, fails here."""
    return load()


def test_the_set_is_large_enough(messages: tuple[Message, ...]) -> None:
    """As many messages of as many models as the detector needs, no model more than 60 times."""
    attempts, answers = labelled("attempt", messages), labelled("answer", messages)
    missed_everywhere = [one for one in attempts if set(COMMON) <= set(one.missed_by)]
    by_model = Counter(one.model for one in messages)
    assert len(messages) >= 440
    assert len(by_model) >= 14
    assert max(by_model.values()) <= 60
    assert len(missed_everywhere) >= 100
    assert len(attempts) - len(missed_everywhere) >= 100
    assert sum(one.names_a_tool for one in answers) >= 150
    assert sum(not one.names_a_tool for one in answers) >= 30


def test_no_message_is_there_twice(messages: tuple[Message, ...]) -> None:
    """Ids are unique, and so are texts with the tools that they were written for."""
    assert not repeated(Counter(one.id for one in messages))
    assert not repeated(Counter(f"{one.sha256} {one.tools}" for one in messages))


def test_only_open_texts_are_stored(messages: tuple[Message, ...]) -> None:
    """A text stands in the file only when its source states an open licence.

    Of the halves ``seen`` and ``held``, each such text does.
    """
    for one in messages:
        is_open = one.source.licence in OPEN_LICENCES
        assert is_open or one.text is None, one.id
        assert one.half == "fresh" or (one.text is not None) == is_open, one.id


def test_labels_are_settled_between_the_passes(messages: tuple[Message, ...]) -> None:
    """The label is that of both passes, or of one of them where they differ."""
    unsettled = [one.id for one in messages if one.label not in (one.first, one.second)]
    differing = [one.id for one in messages if one.first != one.second]
    assert not unsettled
    assert len(differing) <= len(messages) // 100, differing


def test_both_halves_are_alike(messages: tuple[Message, ...]) -> None:
    """Every kind with four messages or more stands in both halves; they are of about one size."""
    halves = {half: [one for one in messages if one.half == half] for half in ("seen", "held")}
    both = [*halves["seen"], *halves["held"]]
    assert abs(len(halves["seen"]) - len(halves["held"])) <= len(both) // 10
    for kind, number in Counter(one.kind for one in both).items():
        for half, members in halves.items():
            assert number < 4 or any(one.kind == kind for one in members), (half, kind)


def test_the_tables_are_counted_from_the_file(messages: tuple[Message, ...]) -> None:
    """README.md shows the tables that the file gives."""
    readme = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    assert tables(messages) in readme


def labelled(label: Label, messages: tuple[Message, ...]) -> list[Message]:
    """Return the messages with a label."""
    return [one for one in messages if one.label == label]


def repeated(counts: Counter[str]) -> list[str]:
    """Return what was counted more than once."""
    return [key for key, number in counts.items() if number > 1]

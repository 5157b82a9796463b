"""Case ids are written and read back exactly, and anything else is refused with its fault."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.shifts.find import SHIFTS
from toolbench_ood.tasks.case_id import CaseId, SeatNames, parse_case_id
from toolbench_ood.types.errors import UserError

_words = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]), min_size=1)
_suites = st.text(st.characters(exclude_characters="/[]", exclude_categories=["Cs"]), min_size=1)
_seeds = st.integers(0, 10**18 - 1)
_shifts = st.sampled_from(["none", *SHIFTS])
_arms = _words.filter(lambda word: not word.lstrip("-").isdecimal())
_ids = st.builds(CaseId, _suites, _words, _shifts, _words, _seeds, _arms, _seeds)
_signs = st.sampled_from(
    [
        "a/b",
        "[",
        "]",
        "[none]",
        "[hermes]",
        "[grammar]",
        "[0]",
        "[00]",
        "[-1]",
        "[sample2]",
        "/",
        "",
    ]
)
_texts = st.lists(st.one_of(_signs, st.text(max_size=3)), max_size=6).map("".join)


def _is_shift(word: str) -> bool:
    return word == "none" or word in SHIFTS


NAMES = SeatNames(_is_shift, {"strict", "grammar"}.__contains__)


@given(_ids)
def test_an_id_reads_back_as_what_it_says(case_id: CaseId) -> None:
    """Whatever suite, task, format and arm are called, the id keeps them apart."""
    assert parse_case_id(str(case_id), NAMES) == case_id


@given(_texts)
def test_any_text_is_an_id_or_a_mistake(text: str) -> None:
    """No text raises anything but a UserError, and what it reads as is read so again."""
    try:
        case_id = parse_case_id(text, NAMES)
    except UserError:
        return
    assert parse_case_id(str(case_id), NAMES) == case_id


def test_what_needs_no_seat_has_none() -> None:
    """The arm strict and the sample 0 are not written, and read where somebody wrote them."""
    plain = CaseId("s", "t", "rename", "hermes", 0)
    assert str(plain) == "s/t[rename][hermes][0]"
    for text in (str(plain), "s/t[rename][hermes][strict][0]", "s/t[rename][hermes][0][sample0]"):
        assert parse_case_id(text, NAMES) == plain, text
    helped = CaseId("s", "t", "rename", "hermes", 0, arm="grammar")
    assert str(helped) == "s/t[rename][hermes][grammar][0]"
    third = CaseId("s", "t", "rename", "hermes", 7, "grammar", sample=2)
    assert str(third) == "s/t[rename][hermes][grammar][7][sample2]"


def test_brackets_that_are_left_out_are_none() -> None:
    """A number is the seed, a known shift or arm is one, and any other word the format."""
    assert parse_case_id("s/t", NAMES) == CaseId("s", "t")
    assert parse_case_id("s/t[7]", NAMES) == CaseId("s", "t", seed=7)
    assert parse_case_id("s/t[opaque]", NAMES) == CaseId("s", "t", shift="opaque")
    assert parse_case_id("s/t[0][mine]", NAMES) == CaseId("s", "t", format="mine", seed=0)
    assert parse_case_id("s/t[mine][none]", NAMES) == CaseId("s", "t", "none", "mine")
    grammar = CaseId("s", "t", format="mine", arm="grammar", seed=1, sample=2)
    assert parse_case_id("s/t[mine][grammar][1][sample2]", NAMES) == grammar
    assert parse_case_id("s/t[mine][grammar][1]", NAMES) == replace(grammar, sample=0)
    assert parse_case_id("s/t[sample2][grammar]", NAMES).arm == "grammar"


MISTAKES = {
    "files_an_event": "does not begin with a suite, a slash and a task",
    "/t[none][hermes][0]": "does not begin with a suite",
    "s/t[none][hermes][0": "brackets do not match",
    "s/t[none][hermes]0]": "brackets do not match",
    "s/t[none]hermes[0]": "text outside them",
    "s/t[none][hermes][0] ": "text outside them",
    "s/t[[none]][hermes][0]": "brackets do not match",
    "s/t[none][][0]": "a pair of its brackets is empty",
    "s/t[none][hermes][a][0][sample1][x]": "has 6 pairs of brackets, not up to 5",
    "s/t[none][hermes][0][1]": "[0] and [1] are both its seed",
    "s/t[none][hermes][0][sample01]": "its sample '01' is not a whole number",
    "s/t[none][hermes][0][sample-1]": "its sample '-1' is not a whole number",
    "s/t[none][hermes][grammar][x]": "seed 'x' is not a whole number",
    "s/t[hermes][mine]": "[hermes] and [mine] are both its format",
    "s/t[none][hermes][x]": "seed 'x' is not a whole number",
    "s/t[none][hermes][00]": "seed '00' is not a whole number",
    "s/t[-1]": "seed '-1' is not a whole number",
    "s/t[none][hermes][\u0663]": "is not a whole number",
    f"s/t[none][hermes][{'9' * 5000}]": "is not a whole number",
}


def test_a_malformed_id_is_refused_with_its_fault() -> None:
    """The sentence says what is wrong, shows the form, and stays short."""
    for text, fault in MISTAKES.items():
        with pytest.raises(UserError) as caught:
            parse_case_id(text, NAMES)
        message = str(caught.value)
        assert fault in message, text
        assert "write suite/task_file.py::task[shift][format][seed], or" in message
        assert "[shift][format][arm][seed][sample1]" in message
        assert len(message) < 700, text

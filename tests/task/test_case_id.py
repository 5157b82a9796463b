"""Case ids are written and read back exactly, and anything else is refused with its fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.shifts.find import SHIFTS
from toolbench_ood.task.case_id import CaseId, parse_case_id
from toolbench_ood.types.errors import UserError

_words = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]), min_size=1)
_suites = st.text(st.characters(exclude_characters="/[]", exclude_categories=["Cs"]), min_size=1)
_seeds = st.integers(0, 10**18 - 1)
_ids = st.builds(CaseId, _suites, _words, _words, _words, _seeds)
_signs = st.sampled_from(["a/b", "[", "]", "[none]", "[hermes]", "[0]", "[00]", "[-1]", "/", ""])
_texts = st.lists(st.one_of(_signs, st.text(max_size=3)), max_size=6).map("".join)


def _is_shift(word: str) -> bool:
    return word == "none" or word in SHIFTS


@given(_ids)
def test_an_id_reads_back_as_what_it_says(case_id: CaseId) -> None:
    """Whatever suite, task, shift, format and seed are called, the id keeps them apart."""
    assert parse_case_id(str(case_id), _is_shift) == case_id


@given(_texts)
def test_any_text_is_an_id_or_a_mistake(text: str) -> None:
    """No text raises anything but a UserError, and a whole id is written in one way only."""
    try:
        case_id = parse_case_id(text, _is_shift)
    except UserError:
        return
    assert parse_case_id(str(case_id), _is_shift) == case_id
    if None not in {case_id.shift, case_id.format, case_id.seed}:
        assert str(case_id) == text


def test_brackets_that_are_left_out_are_none() -> None:
    """A number is the seed, a shift's name the shift, and any other word the format."""
    assert parse_case_id("s/t", _is_shift) == CaseId("s", "t")
    assert parse_case_id("s/t[7]", _is_shift) == CaseId("s", "t", seed=7)
    assert parse_case_id("s/t[opaque]", _is_shift) == CaseId("s", "t", shift="opaque")
    assert parse_case_id("s/t[0][mine]", _is_shift) == CaseId("s", "t", format="mine", seed=0)
    assert parse_case_id("s/t[mine][none]", _is_shift) == CaseId("s", "t", "none", "mine")


MISTAKES = {
    "files_an_event": "does not begin with a suite, a slash and a task",
    "/t[none][hermes][0]": "does not begin with a suite",
    "s/t[none][hermes][0": "brackets do not match",
    "s/t[none][hermes]0]": "brackets do not match",
    "s/t[none]hermes[0]": "text outside them",
    "s/t[none][hermes][0] ": "text outside them",
    "s/t[[none]][hermes][0]": "brackets do not match",
    "s/t[none][][0]": "a pair of its brackets is empty",
    "s/t[none][hermes][0][strict]": "has 4 pairs of brackets, not 3",
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
            parse_case_id(text, _is_shift)
        message = str(caught.value)
        assert fault in message, text
        assert "write suite/task_file.py::task[shift][format][seed]" in message
        assert len(message) < 700, text

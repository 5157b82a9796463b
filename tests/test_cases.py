"""Looping over cases inside an item loses no case, no failure and no fixture."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

LOOPED = '''
import pytest
from cases import every_nth, for_each, pairwise
from hypothesis import given, settings, strategies as st


@for_each("number", range(100), parts=4)
@for_each("letter, sign", [("a", 1), ("b", -1)])
def test_product(number, letter, sign, tmp_path):
    assert list(tmp_path.iterdir()) == []
    (tmp_path / letter).touch()
    assert number % 30 != 7 or sign == 1, f"{number} is bad"


@pairwise
@for_each("one", range(6))
@for_each("two", range(5))
@for_each("three", range(4))
def test_thinned(one, two, three):
    """Few rows."""


@every_nth(3)
@for_each("number", range(10))
def test_sparse(number):
    assert number >= 0


@settings(database=None)
@given(value=st.integers(0, 9))
@for_each("least", [0, 5])
def test_drawn(value, least):
    assert value >= 0 and least < 9


@for_each("number", [])
def test_nothing(number):
    """There is no case."""


@for_each("number", range(2))
def test_skips_one(number):
    if number:
        pytest.skip("odd")


@for_each("number", lambda: [1, 2], ids=["one", "two"])
def test_fails_early(number):
    raise ValueError(number)
'''


@pytest.fixture(scope="module")
def looped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of looped tests."""
    file = tmp_path_factory.mktemp("looped") / "test_looped.py"
    file.write_text(LOOPED, encoding="utf-8")
    return file


def run(file: Path, *options: str) -> str:
    """Run the tests of a file as those of this folder are run; return what is printed."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "conftest", "-p", "no:cacheprovider"]
    done = subprocess.run(  # noqa: S603  our own command
        [*command, *options, file],
        cwd=file.parent,
        env={**os.environ, "PYTHONPATH": f"{TESTS}:{TESTS.parent}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_every_case_is_checked_and_the_failing_ones_are_named(looped: Path) -> None:
    """The first failures of each item are told together, with what was asserted and how to see."""
    said = run(looped)
    assert "4 failed, 6 passed" in said, said
    for number, part in ((7, 4), (37, 2), (67, 4), (97, 2)):
        assert f"[{number}-b--1] at test_looped.py:" in said
        assert f"AssertionError: {number} is bad" in said
        assert f"test_product[{part}of4]" in said
    assert "2 of 50 cases failed:" in said
    assert "--case '7-b--1'" in said
    assert "there is no case to check" in said
    assert "[one] at test_looped.py:" in said
    assert "ValueError: 2" in said


def test_checks_are_counted(looped: Path) -> None:
    """Every case counts as a check: all of a product, the rows of a thinned one, each example."""
    said = run(looped, "-k", "product or thinned or sparse or drawn")
    everything = said.partition("\nall ")[2].split()
    assert 200 + 30 + 4 + 20 <= int(everything[2]) <= 200 + 31 + 4 + 400


def test_one_case_can_be_chosen(looped: Path) -> None:
    """``--case`` leaves the others out."""
    assert "1 passed, 3 skipped" in run(looped, "-k", "product", "--case", "97-a-1")


def test_few_cases_are_dealt_out_to_all_parts(looped: Path) -> None:
    """In a quick run no part is left without a case while there are enough for all."""
    said = run(looped, "-k", "product", "--extent", "quick")
    assert "skipped" not in said
    assert 4 <= int(said.partition("\nall ")[2].split()[2]) <= 8


def test_extents(looped: Path) -> None:
    """A quick run checks a few cases, an exhaustive one the whole product."""
    counted = {}
    for extent in ("quick", "exhaustive"):
        said = run(looped, "-k", "thinned or sparse", "--extent", extent)
        counted[extent] = int(said.partition("\nall ")[2].split()[2])
    assert 6 + 4 <= counted["quick"] <= 8 + 4
    assert counted["exhaustive"] == 6 * 5 * 4 + 10


SHARED = """
import pytest
from cases import for_each


@pytest.fixture
def mine():
    return []


@for_each("number", range(2))
def test_shares(number, mine):
    mine.append(number)
"""


def test_a_fixture_that_cases_would_share_is_refused(tmp_path: Path) -> None:
    """A list that one case fills would be found filled by the next."""
    (tmp_path / "test_shared.py").write_text(SHARED, encoding="utf-8")
    assert "cases of a looped test share fixtures" in run(tmp_path / "test_shared.py")

"""The page of families is made from the real chat templates."""

from pathlib import Path

import pytest

pytest.importorskip("transformers", reason="needs transformers")

from families_page import PAGE, page

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.slow
def test_the_page_is_what_the_templates_give() -> None:
    """A template, reader or probe that changes what is found makes the page stale."""
    assert page() == PAGE.read_text(encoding="utf-8"), "run python -m tests.families_page"
    assert "(docs/families.md)" in README.read_text(encoding="utf-8")

"""The page of options is made from the declarations."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_declarations_give() -> None:
    """An option that is added, changed or removed makes the page stale, and this says so."""
    page = runpy.run_path(str(ROOT / "tests" / "options_page.py"))["page"]
    written = (ROOT / "docs" / "options.md").read_text(encoding="utf-8")
    assert page() == written, "run python -m tests.options_page"
    assert "[options](docs/options.md)" in (ROOT / "README.md").read_text(encoding="utf-8")

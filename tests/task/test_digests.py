"""A digest covers what decides the thing that it is of, and nothing else."""

from pathlib import Path

from toolbench_ood.shifts.digest import shift_digests
from toolbench_ood.shifts.find import SHIFTS
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.suite import KIT, suite_digest
from toolbench_ood.types.source_package import SourcePackage

_FILES = {
    "__init__": """from shop.kit.ids import (  # one by one
        draw_id,
        DIGITS,
    )
from shop.kit.paging import cut_page
""",
    "ids": "DIGITS = 6\ndef draw_id(): ...\n",
    "paging": "from shop.kit.rows import Row\ndef cut_page(): ...\n",
    "rows": "class Row: ...\n",
    "money": "def money(): ...\n",
}
_USES = {
    "": (),
    "from shop.kit import draw_id": ("ids",),
    "from shop.kit import (  # both\n    draw_id,\n    DIGITS as D,\n)": ("ids",),
    "x = 1\nif x:\n    from shop.kit import cut_page": ("paging", "rows"),
    "from shop.kit import money": ("money",),
    "from shop.kit.rows import Row": ("rows",),
    "import shop.kit.money": ("money",),
    "import shop.kit as kit": ("ids", "money", "paging", "rows"),
    "from shop import kit": ("ids", "money", "paging", "rows"),
    "from shop.kit import *": ("ids", "money", "paging", "rows"),
    "from shop.kitchen import pan": (),
    "from shop.kit.nothing import x": (),
    "text = '''\nfrom shop.kit import draw_id (see above)\n'''": (),
}
"""By some code: the files of the package that it uses."""


def test_shared_code_counts_where_it_is_used(tmp_path: Path) -> None:
    """A name counts as the file that it comes from, with what that file uses itself."""
    for name, text in _FILES.items():
        (tmp_path / f"{name}.py").write_text(text)
    kit = SourcePackage("shop.kit", tmp_path)
    for code, files in _USES.items():
        assert tuple(file.stem for file in kit.used_by([code])) == files, code
    assert SourcePackage("shop.kit", tmp_path / "nowhere").used_by(_USES) == ()


def test_a_suite_is_hashed_with_the_kit_that_it_uses(tmp_path: Path) -> None:
    """Every shipped suite's digest covers its own files and those of the kit, and no others."""
    for suite in shipped_suites():
        texts = [file.read_text(encoding="utf-8") for file in suite.folder.glob("*.py")]
        used = KIT.used_by(texts)
        named = any("toolbench_ood.world.kit" in text for text in texts)
        assert bool(used) is named, suite.name
        assert suite.digest == suite_digest(suite.folder)
    folder = tmp_path / "lamps"
    folder.mkdir()
    (folder / "world.py").write_text("x = 1\n")
    before = suite_digest(folder)
    (folder / "README.md").write_text("Lamps.\n")
    assert suite_digest(folder) == before
    (folder / "rules.py").write_text("")
    assert suite_digest(folder) != before


def test_shifts_are_hashed_one_by_one() -> None:
    """Each has a digest of its own, and joined shifts have those of their parts."""
    digests = shift_digests()
    assert digests.keys() == SHIFTS.keys()
    assert len(set(digests.values())) == len(SHIFTS)
    assert shift_digests(["none", "rename+reorder", "rename"]) == {
        name: digests[name] for name in ("rename", "reorder")
    }
    assert shift_digests(["none"]) == {}

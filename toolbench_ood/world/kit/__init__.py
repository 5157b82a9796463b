"""Helpers shared by the worlds of several suites; suites import them from here."""

from toolbench_ood.world.kit.ids import draw_id
from toolbench_ood.world.kit.lookup import find, find_any
from toolbench_ood.world.kit.paging import cut_page, read_pages
from toolbench_ood.world.kit.rows import new_row, new_rows, without_id
from toolbench_ood.world.kit.wording import clock, exact_text, listed, money

__all__ = [
    "clock",
    "cut_page",
    "draw_id",
    "exact_text",
    "find",
    "find_any",
    "listed",
    "money",
    "new_row",
    "new_rows",
    "read_pages",
    "without_id",
]

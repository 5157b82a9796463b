"""``python -m tests.options_page``: write ``docs/options.md`` from the declarations of options."""

from collections.abc import Iterator
from pathlib import Path

from toolbench_ood.cli.profile_defaults import PROFILE, profile_default
from toolbench_ood.plugin.options import spell
from toolbench_ood.run.invocation import Invocation
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.option import Declared, Group, declared_options

PAGE = Path(__file__).parents[1] / "docs" / "options.md"

_HEAD = """\
# Options of `toolbench-ood eval`

Each option sets one field of `Settings` and is written to `run.json`, those of *Output* aside.
Options with a name in the last column are taken by pytest too. *profile* in the column *default*
means that the profile sets it. This page is made by `python -m tests.options_page`.
"""


def page() -> str:
    """Return the page: a table for each heading of ``eval --help``."""
    return "\n".join([_HEAD, *(line for group in Group for line in _section(group))])


def _section(group: Group) -> Iterator[str]:
    declared = (*declared_options(Settings), *declared_options(Invocation))
    yield f"## {group}\n"
    yield "| option | what it does | default | only for | pytest |"
    yield "|---|---|---|---|---|"
    yield from (_row(each) for each in declared if each.option.group == group)
    yield ""


def _row(declared: Declared) -> str:
    option = declared.option
    metavar = "" if declared.is_flag else f" {declared.metavar}"
    default = profile_default(declared)
    cells = (
        f"`{option.name}{metavar}`",
        option.help,
        f"*{default}*" if default == PROFILE else default,
        ", ".join(option.engines),
        f"`{spell(option.name)}`" if option.pytest else "",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

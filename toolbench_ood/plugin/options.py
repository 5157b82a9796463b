"""The options of pytest: those that the settings of a run declare for it."""

from collections.abc import Mapping
from typing import Any

import pytest

from toolbench_ood.run.invocation import Invocation
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.option import Declared, declared_options

TITLE = "tool-use tasks (toolbench-ood); defaults are those of toolbench-ood eval"


def plugin_options() -> tuple[Declared, ...]:
    """Return the options that are declared for pytest, in their order."""
    declared = (*declared_options(Settings), *declared_options(Invocation))
    return tuple(each for each in declared if each.option.pytest)


def spell(name: str) -> str:
    """Return the name of a command-line option in pytest: ``--toolbench-…``."""
    return f"--toolbench-{name.lstrip('-')}"


def add_options(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("toolbench-ood", TITLE)
    for each in plugin_options():
        group.addoption(
            spell(each.option.name),
            action="append" if each.is_repeatable else "store",
            metavar=each.metavar,
            help=each.option.help,
        )


def given_to(config: pytest.Config) -> Mapping[str, Any]:
    """Return what was given, by the option's name on the command line."""
    values = {
        each.option.name: config.getoption(spell(each.option.name)) for each in plugin_options()
    }
    return {name: value for name, value in values.items() if value is not None}


def model_of(config: pytest.Config) -> str | None:
    """Name the model that plays; None where tasks are tried without one."""
    return given_to(config).get("--model")

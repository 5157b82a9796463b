"""The options of ``eval`` as keyword arguments of a Python function."""

import json
from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from typing import Any

from toolbench_ood.run.read_options import make_settings
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.option import declared_options


def settings_of(options: Mapping[str, Any]) -> Settings:
    """Return the settings that the options of ``eval`` give.

    Args:
        options: values by the options' names, with underscores and without leading dashes. A
            repeatable option takes one value or several, a flag takes True, and None stands for
            the default.

    Raises:
        UserError: there is no such option, the model is missing, or a value is invalid.
    """
    known = {_keyword(each.option.name): each.option.name for each in declared_options(Settings)}
    for name in options:
        if name not in known:
            raise UserError(f"there is no option {name!r}; the options are {choices(known)}")
    given = {
        known[name]: _given(value)
        for name, value in options.items()
        if value is not None and value is not False
    }
    return make_settings(given, _keyword)


def _keyword(option: str) -> str:
    return option.lstrip("-").replace("-", "_")


def _given(value: Any) -> str | bool | list[str]:
    """Write a value as it would stand on the command line."""
    if value is True:
        return True
    if isinstance(value, Mapping):
        return [f"{key}={json.dumps(each)}" for key, each in value.items()]
    if isinstance(value, str | PathLike):
        return fspath(value)
    if isinstance(value, Iterable):
        return [str(_given(each)) for each in value]
    return str(value)

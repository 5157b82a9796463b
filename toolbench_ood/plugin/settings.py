"""From pytest's options to settings."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NATIVE
from toolbench_ood.plugin.options import given_to, model_of, spell
from toolbench_ood.policy.find import ORACLE
from toolbench_ood.run.check_settings import check_settings
from toolbench_ood.run.read_options import make_settings
from toolbench_ood.run.settings import Settings
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.tasks.collect import suite_folders
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError

TRIAL_SEEDS = 3
"""Seeds with which a task is tried when no model plays it and no number is given."""
_TRIAL_FORMAT = "hermes"
_FOR_TRIALS = ("--format", "--seeds")
"""Options that also apply without a model."""

_SETTINGS = pytest.StashKey[Settings]()
_LIBRARY = pytest.StashKey[FormatLibrary]()


def check(config: pytest.Config) -> None:
    """Refuse options that are invalid, empty, or need a model.

    Raises:
        pytest.UsageError: with the option and what it takes.
    """
    try:
        if model_of(config) is None:
            _require_no_model(config)
        settings = settings_of(config)
        check_settings(settings, spell)
        for name in set(settings.formats) - {NATIVE}:
            library_of(config).load(name)
    except UserError as error:
        raise pytest.UsageError(str(error)) from error


def settings_of(config: pytest.Config) -> Settings:
    """Return the settings; without a model, those of the oracle.

    Raises:
        UserError: a value is invalid.
    """
    if _SETTINGS not in config.stash:
        chosen = make_settings({"--model": ORACLE, **given_to(config)}, spell)
        shifts = tuple(dict.fromkeys(map(shift_name, chosen.shifts)))
        # Items are named before a model is looked at, so native has to be asked for.
        named = "--format" in given_to(config)
        formats = tuple(name for name in chosen.formats if named or name != NATIVE)
        config.stash[_SETTINGS] = replace(chosen, shifts=shifts, formats=formats)
    return config.stash[_SETTINGS]


def library_of(config: pytest.Config) -> FormatLibrary:
    """Return the session's formats."""
    if _LIBRARY not in config.stash:
        settings = settings_of(config)
        config.stash[_LIBRARY] = FormatLibrary(settings.format_folders, settings.formats)
    return config.stash[_LIBRARY]


def trial_formats(config: pytest.Config) -> list[Format]:
    """Return the formats in which the scripted models play a task.

    Raises:
        UserError: there is no such format.
    """
    given = "--format" in given_to(config)
    names = settings_of(config).formats if given else (_TRIAL_FORMAT,)
    return [library_of(config).load(name) for name in names]


def trial_seeds(config: pytest.Config) -> int:
    """Return the number of seeds with which a task is tried."""
    return settings_of(config).seeds if "--seeds" in given_to(config) else TRIAL_SEEDS


def case_formats(config: pytest.Config) -> Sequence[str]:
    """Name the formats in which a model plays."""
    return settings_of(config).formats or library_of(config).names()


def run_settings(config: pytest.Config, suites: Sequence[Suite], cases: Sequence[str]) -> Settings:
    """Return the settings of a run over the given cases."""
    chosen = settings_of(config)
    formats = tuple(case_formats(config))
    tasks = sum(len(suite.tasks) for suite in suites)
    known = suite_folders()
    everything = tasks * len(formats) * len(chosen.shifts) * chosen.seeds
    return replace(
        chosen,
        suites=tuple(suite.name for suite in suites),
        task_folders=tuple(suite.folder for suite in suites if suite.folder not in known),
        formats=formats,
        cases=() if len(cases) == everything else tuple(cases),
        kinds=(),
        tasks=(),
        limit=None,
    )


def _require_no_model(config: pytest.Config) -> None:
    others = [spell(name) for name in given_to(config) if name not in _FOR_TRIALS]
    if others:
        raise UserError(
            f"{', '.join(others)} has no effect without a model; give {spell('--model')} too"
        )

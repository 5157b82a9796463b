"""From pytest's options to what is tried or played."""

from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NATIVE
from toolbench_ood.plugin.options import Options
from toolbench_ood.run.profile import Profile, find_profile
from toolbench_ood.run.settings import Settings
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.task.case import NO_SHIFT
from toolbench_ood.task.suite import Suite
from toolbench_ood.types.errors import UserError

_DEFAULT_PROFILE = "standard"
_TRIAL_FORMATS = ("hermes",)


def check(options: Options) -> None:
    """Refuse options that mean nothing, name nothing, or lack a model.

    Raises:
        pytest.UsageError: with the option and what it takes.
    """
    for name, number in (("seeds", options.seeds), ("limit", options.limit)):
        if number is not None and number < 1:
            raise pytest.UsageError(f"--toolbench-{name} {number} is not possible; give 1 or more")
    try:
        if options.model is None:
            _require_no_model(options)
            trial_formats(options)
        else:
            make_settings(options, options.model, (), ())
            library = FormatLibrary((), options.formats)
            for name in set(options.formats) - {NATIVE}:
                library.load(name)
    except UserError as error:
        raise pytest.UsageError(str(error)) from error


def trial_formats(options: Options) -> list[Format]:
    """Return the formats in which the scripted models play a task.

    Raises:
        UserError: there is no such format.
    """
    names = options.formats or _TRIAL_FORMATS
    library = FormatLibrary((), names)
    return [library.load(name) for name in names]


def case_formats(options: Options) -> Sequence[str]:
    """Name the formats in which a model plays."""
    return options.formats or _profile(options).formats or FormatLibrary().names()


def case_shifts(options: Options) -> Sequence[str]:
    """Name the content shifts in which a model plays.

    Raises:
        UserError: there is no such shift.
    """
    return tuple(dict.fromkeys(map(shift_name, options.shifts))) or (NO_SHIFT,)


def case_seeds(options: Options) -> int:
    """Return the number of seeds with which a model plays a task."""
    return options.seeds or _profile(options).seeds


def make_settings(
    options: Options, model: str, suites: Sequence[Suite], cases: Sequence[str]
) -> Settings:
    """Make the settings of a run over the given cases.

    Raises:
        UserError: a value is none that the option takes.
    """
    profile = _profile(options)
    formats = tuple(case_formats(options))
    seeds = case_seeds(options)
    shifts = tuple(case_shifts(options))
    everything = sum(len(suite.tasks) for suite in suites) * len(formats) * len(shifts) * seeds
    try:
        return Settings(
            model=model,
            engine=options.engine or "auto",  # type: ignore[arg-type]  # pydantic checks it
            profile=options.profile or _DEFAULT_PROFILE,
            suites=tuple(suite.name for suite in suites),
            formats=formats,
            task_folders=tuple(str(suite.folder) for suite in suites),
            shifts=shifts,
            seeds=seeds,
            cases=() if len(cases) == everything else tuple(cases),
            limits=profile.limits,
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(
            f"--toolbench-{first['loc'][0]} {first['input']!r} is not possible: {first['msg']}"
        ) from error


def _profile(options: Options) -> Profile:
    return find_profile(options.profile or _DEFAULT_PROFILE)


def _require_no_model(options: Options) -> None:
    if options.for_a_model:
        raise UserError(
            f"{', '.join(options.for_a_model)} means nothing unless a model plays; give "
            "--toolbench-model too"
        )

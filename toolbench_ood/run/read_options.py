"""From the options that a user gave to the settings of a run."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from toolbench_ood.model.resolve import full_name
from toolbench_ood.policy.find import is_scripted
from toolbench_ood.run.invocation import Invocation
from toolbench_ood.run.listed_cases import Axes, axes_of
from toolbench_ood.run.option_values import read_value
from toolbench_ood.run.profile import find_profile
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.sources import Sources
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.option import declared_options

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Given: TypeAlias = Mapping[str, Any]
"""What was given, by the option's name: a text, several texts, or True for a flag."""
Spelling: TypeAlias = Callable[[str], str]
"""How a user writes an option of that name."""
Values: TypeAlias = dict[tuple[str, ...], Any]
"""Values by the path of their field."""
_MODELS = (("model",), ("base_model",))
"""Settings that name a model."""
_ABOUT_TASKS = ("suites", "splits", "kinds", "task_folders")
"""Settings that choose among the tasks."""
Chosen = TypeVar("Chosen", bound="DataclassInstance")


def make_settings(given: Given, spell: Spelling = str) -> Settings:
    """Combine the given options with the values of the profile.

    The profile's suites, kinds and tasks do not apply if the user selects tasks by suite, split,
    kind or folder. If cases are listed by id, its formats, shifts, seeds and limit do not either.

    Raises:
        UserError: the model is missing, or a value is invalid.
    """
    values = _located(_read(Settings, given, spell))
    if ("model",) not in values:
        raise UserError(
            f"{spell('--model')} is missing: give a checkpoint folder, a hub id, smollm2, or a "
            "scripted model such as oracle (or --resume DIR to continue a run)"
        )
    base = Settings(model=values["model",])
    profile = find_profile(values.get(("profile",), base.profile))
    settings = replace(base, **profile.choices())
    if any((name,) in values for name in _ABOUT_TASKS):
        settings = replace(settings, suites=(), kinds=(), tasks=())
    if ids := values.get(("cases",)):
        listed: Axes = axes_of(ids)
        settings = replace(settings, kinds=(), tasks=(), **listed, limit=None)
    return _with(settings, values)


def make_sources(given: Given, spell: Spelling = str) -> Sources:
    """Parse the options that say where the parts of a recorded run are (UserError).

    Args:
        given: no others than these options.
        spell: how the user writes an option.
    """
    values = _located(_read(Settings, given, spell))
    return Sources(**{name: value for (name,), value in values.items()})


def _located(values: Values) -> Values:
    """Make models that are paths absolute, so that a resume is told the same from any folder."""
    named = {path: value for path, value in values.items() if path in _MODELS}
    return values | {path: full_name(name) for path, name in named.items() if not is_scripted(name)}


def make_invocation(given: Given, spell: Spelling = str) -> Invocation:
    """Parse the options that have no effect on results (UserError)."""
    return read_chosen(Invocation(), given, spell)


def read_chosen(defaults: Chosen, given: Given, spell: Spelling = str) -> Chosen:
    """Parse the given options that the class of some defaults declares (UserError)."""
    return _with(defaults, _read(type(defaults), given, spell))


def _read(chosen: type, given: Given, spell: Spelling) -> Values:
    return {
        each.path: read_value(each, given[each.option.name], spell(each.option.name))
        for each in declared_options(chosen)
        if each.option.name in given
    }


def _with(chosen: Chosen, values: Values) -> Chosen:
    """Replace fields, and fields of the dataclasses among them."""
    own: dict[str, Any] = {}
    nested: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for path, value in values.items():
        if len(path) == 1:
            own[path[0]] = value
        else:
            nested[path[0]][path[1]] = value
    for name, fields in nested.items():
        own[name] = replace(getattr(chosen, name), **fields)
    return replace(chosen, **own)

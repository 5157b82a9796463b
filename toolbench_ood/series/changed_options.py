"""How the options of two runs differ, in the words of the command line."""

from collections.abc import Collection
from dataclasses import fields

from toolbench_ood.run.settings import Settings
from toolbench_ood.types.option import declared_options

_SHOWN = 3


def changed_options(before: Settings, now: Settings, besides: Collection[str] = ()) -> str:
    """Tell some of the options that differ, and how many more there are; empty if none does.

    What another profile chooses differs too, and goes without saying.

    Args:
        before: one run's.
        now: another one's.
        besides: names of fields that may differ.
    """
    names = {each.path[0]: each.option.name for each in declared_options(Settings)}
    told = {"profile"} if before.profile != now.profile else {each.name for each in fields(before)}
    changed = [
        f"{names.get(name, name)} was {one!r} and is {other!r}"
        for name in (each.name for each in fields(before))
        if name in told and name not in besides
        if (one := getattr(before, name)) != (other := getattr(now, name))
    ]
    more = f" (and {len(changed) - _SHOWN} more)" if len(changed) > _SHOWN else ""
    return f"{'; '.join(changed[:_SHOWN])}{more}"

"""Refuse to continue a run under other conditions."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from toolbench_ood.model.resolve import ModelKind
from toolbench_ood.run.header import RunHeader
from toolbench_ood.types.errors import UserError

_PLACES = frozenset(
    {
        *("settings.task_folders", "settings.format_folders", "settings.chat_template"),
        *("settings.base_urls", "engine.urls"),
    }
)
"""Where something is; what it is decides, and that is compared by digests and fingerprints."""
_PLACES_OF_MODEL = frozenset(
    {"settings.model", "settings.base_model", "model.name", "model.kind"},
)
"""The same for a model of files; a scripted model is its name."""
_SHOWN = 3


def require_same(before: RunHeader, now: RunHeader, where: str) -> None:
    """Refuse if anything that determines results differs between two headers.

    Raises:
        UserError: with the name and both values of what differs.
    """
    changed = [
        f"{name} was {old!r} and is {new!r}" for name, old, new in find_differences(before, now)
    ]
    if changed:
        more = f" (and {len(changed) - _SHOWN} more)" if len(changed) > _SHOWN else ""
        raise UserError(
            f"{where} cannot be resumed: {'; '.join(changed[:_SHOWN])}{more}; restore that, or "
            "start a new run"
        )


def find_differences(one: RunHeader, other: RunHeader) -> list[tuple[str, Any, Any]]:
    """Return the name and both values of everything that determines results and differs.

    Where something is (a folder, a file, a server, a model) is left out: what it is decides.
    """
    scripted = ModelKind.SCRIPTED in {one.model.kind, other.model.kind}
    undeciding = _PLACES if scripted else _PLACES | _PLACES_OF_MODEL
    first, second = dict(_flat(one, undeciding)), dict(_flat(other, undeciding))
    return [
        (name, first.get(name), second.get(name))
        for name in {**first, **second}
        if first.get(name) != second.get(name)
    ]


def _flat(header: RunHeader, undeciding: Collection[str]) -> Iterator[tuple[str, Any]]:
    dumped = header.model_dump(mode="json", exclude={"made"})
    return (leaf for leaf in _leaves("", dumped) if leaf[0] not in undeciding)


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, child in value.items():
            yield from _leaves(f"{name}.{key}" if name else key, child)
    else:
        yield name, value

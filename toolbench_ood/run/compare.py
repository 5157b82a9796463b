"""Refuse to continue a run under other conditions."""

from collections.abc import Iterator, Mapping
from typing import Any

from toolbench_ood.run.header import RunHeader
from toolbench_ood.types.errors import UserError

_UNDECIDING = "made"
_SHOWN = 3


def require_same(before: RunHeader, now: RunHeader, where: str) -> None:
    """Refuse if anything that determines results differs between two headers.

    Raises:
        UserError: with the name and both values of what differs.
    """
    old, new = dict(_flat(before)), dict(_flat(now))
    changed = [
        f"{name} was {old.get(name)!r} and is {new.get(name)!r}"
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]
    if changed:
        more = f" (and {len(changed) - _SHOWN} more)" if len(changed) > _SHOWN else ""
        raise UserError(
            f"{where} cannot be resumed: {'; '.join(changed[:_SHOWN])}{more}; restore that, or "
            "start a new run"
        )


def _flat(header: RunHeader) -> Iterator[tuple[str, Any]]:
    dumped = header.model_dump(mode="json")
    dumped.pop(_UNDECIDING)
    yield from _leaves("", dumped)


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, child in value.items():
            yield from _leaves(f"{name}.{key}" if name else key, child)
    else:
        yield name, value

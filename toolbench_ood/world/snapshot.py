"""Snapshots of an initial world, and copies made from them."""

import pickle
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from typing import Any, Generic, TypeVar

from toolbench_ood.types.faults import contained
from toolbench_ood.world.state import state_of

Copied = TypeVar("Copied")

_LEAVES = frozenset({str, int, float, bool, bytes, type(None), date, datetime, time, timedelta})
"""Immutable types whose values contain no other objects."""


class NotCopiedError(Exception):
    """An object contains something that cannot be copied, such as an open file or a lambda."""


class Snapshot(Generic[Copied]):
    """Creates copies of an object in the state in which the snapshot was taken.

    Copies are independent of the object and of each other: they share only classes and immutable
    values. Objects that are shared within the original are also shared within the copy.
    """

    def __init__(self, original: Copied) -> None:
        """Take the snapshot.

        Raises:
            NotCopiedError: the object cannot be copied, or its copy would differ from it.
        """
        buffer = BytesIO()
        pickler = _Pickler(buffer)
        with contained(lambda error: NotCopiedError(str(error)), passing=()):
            pickler.dump(original)
            self._pickled = buffer.getvalue()
            self._shared = tuple(pickler.shared)
            state = state_of(original)
            alike = state_of(self.copy(), state) == state
        if not alike:
            raise NotCopiedError(f"a copy of {type(original).__name__} differs from the original")

    def copy(self) -> Copied:
        """Create a copy."""
        unpickler = pickle.Unpickler(BytesIO(self._pickled))  # noqa: S301  # our own data
        unpickler.persistent_load = self._shared.__getitem__  # type: ignore[method-assign]
        copied: Copied = unpickler.load()
        return copied


class _Pickler(pickle.Pickler):
    """Pickles an object except for the parts that its copies share."""

    def __init__(self, buffer: BytesIO) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self.shared: list[object] = []
        self._places: dict[int, int] = {}

    def persistent_id(self, obj: Any) -> int | None:
        """Return the index of a shared object; None for an object to be pickled."""
        if type(obj) in _NOT_SHARED:
            return None
        place = self._places.get(id(obj))
        if place is None and _is_immutable(obj):
            place = self._places[id(obj)] = len(self.shared)
            self.shared.append(obj)
        return place


_NOT_SHARED = frozenset({int, float, bool, type(None), dict, list, set})
"""Types that can change, or are cheaper to pickle than to share."""


def _is_immutable(value: Any) -> bool:
    """Whether neither a value nor anything in it can change: copies may share it."""
    kind = type(value)
    if kind in _LEAVES:
        return True
    if kind is tuple:
        return all(map(_is_immutable, value))
    names = _frozen_fields(kind)  # type: ignore[arg-type]  # a class is hashable
    if names is not None:
        return all(_is_immutable(getattr(value, name)) for name in names)
    return isinstance(value, type)


@cache
def _frozen_fields(kind: type) -> tuple[str, ...] | None:
    """Return the fields of a frozen dataclass without other attributes; None for other classes."""
    if not is_dataclass(kind):
        return None
    frozen = kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    closed = frozen and not kind.__dictoffset__
    return tuple(field.name for field in fields(kind)) if closed else None

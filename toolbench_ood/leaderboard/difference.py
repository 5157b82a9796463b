"""The first place where two JSON values differ."""

from toolbench_ood.types.value import Json

_QUOTED = 80
"""Characters of a value that are quoted."""
_NOTHING = object()


def first_difference(recorded: Json, found: Json) -> str | None:
    """Say where two values differ first: ``a.0.b is recorded as 1 but is 2``."""
    return _difference("", recorded, found)


def _difference(path: str, recorded: object, found: object) -> str | None:
    if recorded == found:
        return None
    if isinstance(recorded, dict) and isinstance(found, dict):
        return _first(path, recorded, found)
    if isinstance(recorded, list) and isinstance(found, list):
        return _first(path, dict(enumerate(recorded)), dict(enumerate(found)))
    where = path.removeprefix(".") or "it"
    return f"{where} is recorded as {_quoted(recorded)} but is {_quoted(found)}"


def _first(path: str, recorded: dict[object, object], found: dict[object, object]) -> str | None:
    for key in {**recorded, **found}:
        one, other = recorded.get(key, _NOTHING), found.get(key, _NOTHING)
        difference = _difference(f"{path}.{key}", one, other)
        if difference is not None:
            return difference
    return None


def _quoted(value: object) -> str:
    text = "nothing" if value is _NOTHING else repr(value)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"

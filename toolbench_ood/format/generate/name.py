"""The names of generated formats.

::

    gen:<seed>                       the seed's first far format, short for gen:<seed>/0
    gen:<seed>/<n>                   its n-th far format
    gen:far:<seed>/<n>               the same, in full
    gen:recombined:<seed>/<n>        native values in a combination that occurs in no family
    gen:near:<format>:<seed>/<n>     a shipped format, or one of the user's, with one thing changed

Seed and n are integers without a sign; ``/<n>`` is always optional. Each format has exactly one
shortest name, which is its canonical name.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from toolbench_ood.types.errors import UserError

GENERATED = "gen:"
"""Prefix of the names of generated formats."""

_NUMBER = "0|[1-9][0-9]*"
_NAME = re.compile(
    rf"{GENERATED}(?:(?P<kind>far:|recombined:|near:(?P<base>[a-z][a-z0-9_]*):))?"
    rf"(?P<seed>{_NUMBER})(?:/(?P<n>{_NUMBER}))?"
)
_LONGEST_SEED = 40
_LONGEST_N = 6


class Kind(StrEnum):
    """The distance of a generated format from those that models were trained on."""

    NEAR = "near"
    """A given format with one axis, or the strings of one axis, changed."""
    RECOMBINED = "recombined"
    """Values that occur in families, in a combination that occurs in none."""
    FAR = "far"
    """Values that occur in no family."""


@dataclass(frozen=True, slots=True)
class GeneratedName:
    """The parsed name of a generated format."""

    kind: Kind
    seed: str
    """Digits without leading zeros."""
    n: int
    base: str = ""
    """The base of a near format; empty otherwise."""

    def __str__(self) -> str:
        """Return the canonical name of the format."""
        infix = {Kind.FAR: "", Kind.RECOMBINED: "recombined:", Kind.NEAR: f"near:{self.base}:"}
        return f"{GENERATED}{infix[self.kind]}{self.seed}" + (f"/{self.n}" if self.n else "")


def is_generated(name: str) -> bool:
    """Whether a name refers to a generated format, even if it is malformed."""
    return name.startswith(GENERATED)


def parse_name(text: str) -> GeneratedName:
    """Parse a name; raises UserError that lists the valid forms."""
    match = _NAME.fullmatch(text)
    if not match:
        raise UserError(
            f"{text!r} names no generated format; write gen:SEED, gen:SEED/N, "
            "gen:recombined:SEED/N or gen:near:FORMAT:SEED/N with whole numbers for SEED and N, "
            "as in gen:7/0 or gen:near:hermes:7"
        )
    seed, n = match["seed"], match["n"] or "0"
    if len(seed) > _LONGEST_SEED or len(n) > _LONGEST_N:
        raise UserError(
            f"{text!r} names no generated format, because a seed has at most {_LONGEST_SEED} "
            f"digits and the number after the slash at most {_LONGEST_N}; give shorter ones"
        )
    kind = Kind((match["kind"] or "far:").split(":")[0])
    return GeneratedName(kind, seed, int(n), match["base"] or "")

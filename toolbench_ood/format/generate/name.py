"""The names of generated formats.

::

    gen:<seed>                       the seed's first far format, short for gen:<seed>/0
    gen:<seed>/<n>                   its n-th
    gen:far:<seed>/<n>               the same, spelt out
    gen:recombined:<seed>/<n>        native values in a combination that no family has
    gen:near:<format>:<seed>/<n>     a shipped format, or one of the user's, with one thing changed

Seed and n are whole numbers; ``/<n>`` may be left out everywhere. Each format has one shortest
name, which is the one that it bears.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from toolbench_ood.types.errors import UserError

GENERATED = "gen:"
"""How the names of generated formats begin."""

_NUMBER = "0|[1-9][0-9]*"
_NAME = re.compile(
    rf"{GENERATED}(?:(?P<kind>far:|recombined:|near:(?P<base>[a-z][a-z0-9_]*):))?"
    rf"(?P<seed>{_NUMBER})(?:/(?P<n>{_NUMBER}))?"
)
_LONGEST_SEED = 40
_LONGEST_N = 6


class Kind(StrEnum):
    """How far a generated format lies from what models were trained in."""

    NEAR = "near"
    """One axis, or the strings of one axis, of a given format changed."""
    RECOMBINED = "recombined"
    """Values that families have, in a combination that none has."""
    FAR = "far"
    """Values that no family has."""


@dataclass(frozen=True, slots=True)
class GeneratedName:
    """What a name of a generated format says."""

    kind: Kind
    seed: str
    """Digits without a leading zero."""
    n: int
    base: str = ""
    """The format that a near one is near to; empty otherwise."""

    def __str__(self) -> str:
        """Spell the one name that the format bears."""
        infix = {Kind.FAR: "", Kind.RECOMBINED: "recombined:", Kind.NEAR: f"near:{self.base}:"}
        return f"{GENERATED}{infix[self.kind]}{self.seed}" + (f"/{self.n}" if self.n else "")


def is_generated(name: str) -> bool:
    """Whether a name asks for a generated format, well spelt or not."""
    return name.startswith(GENERATED)


def parse_name(text: str) -> GeneratedName:
    """Read a name; raises UserError that says which names there are."""
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

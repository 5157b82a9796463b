"""Draw the region's network from a seed: substations in a tree, lines between them, permits.

For every seed a chain of five substations runs from the source; three more branch off. Each is
fed by two lines of which either can carry all, and some of them by a third, which is isolated.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from .keys import draw_key
from .records import Line, Permit, Substation
from .wording import CREWS, DISTRICTS, REASONS, SUBSTATIONS

CHAIN = 5
BRANCHES = 3


def draw_substations(rng: Random) -> dict[str, Substation]:
    """Draw the substations; the first is the source, the next four hang one on another."""
    substations: dict[str, Substation] = {}
    for label in rng.sample(SUBSTATIONS, CHAIN + BRANCHES):
        key = draw_key(rng, "SU", substations)
        load = rng.randrange(20, 61)
        substations[key] = Substation(key, label, rng.choice(DISTRICTS), load)
    return substations


def draw_lines(rng: Random, substations: dict[str, Substation]) -> dict[str, Line]:
    """Feed every substation but the source from the one above it."""
    keys = list(substations)
    above = {key: keys[nth] for nth, key in enumerate(keys[1:CHAIN])}
    above |= {key: rng.choice(keys[: CHAIN - 1]) for key in keys[CHAIN:]}
    lines: dict[str, Line] = {}
    for to_key, from_key in above.items():
        need = _behind(to_key, above, substations)
        for circuit in "AB" if rng.random() < 0.6 else "ABC":
            key = draw_key(rng, "LI", lines)
            label = f"{substations[from_key].label} to {substations[to_key].label} {circuit}"
            rating = need + rng.randrange(5, 60)
            lines[key] = Line(key, label, from_key, to_key, rating, energised=circuit != "C")
    return lines


def _behind(key: str, above: dict[str, str], substations: dict[str, Substation]) -> int:
    """Add up the load of a substation and of all that hang on it."""
    below = [each for each, upper in above.items() if upper == key]
    return substations[key].load_megawatts + sum(
        _behind(each, above, substations) for each in below
    )


def draw_permits(rng: Random, today: date, lines: dict[str, Line]) -> dict[str, Permit]:
    """Let a crew work on each isolated line, and let one have finished on some other."""
    permits: dict[str, Permit] = {}
    crews = iter(rng.sample(CREWS, len(CREWS)))
    idle = [line for line in lines.values() if not line.energised]
    finished = rng.choice([line for line in lines.values() if line.energised])
    for line in (*idle[:4], finished):
        key = draw_key(rng, "PM", permits)
        back_by = today + timedelta(days=rng.randrange(1, 9))
        permits[key] = Permit(key, line.key, next(crews), rng.choice(REASONS), back_by)
    permits[key] = replace(permits[key], cleared=True)
    return permits

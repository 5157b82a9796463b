"""Generates the texts of a format from its name."""

from collections.abc import Callable

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.format import Format
from toolbench_ood.format.generate.compose import compose
from toolbench_ood.format.generate.design import far_design, recombined_design
from toolbench_ood.format.generate.draw import Draw
from toolbench_ood.format.generate.name import GeneratedName, Kind
from toolbench_ood.format.generate.near import near_source
from toolbench_ood.format.load_spec import parse_spec
from toolbench_ood.format.source import Source
from toolbench_ood.types.errors import UserError

TRIES = 20
"""Number of draws before giving up on a format that violates a law."""

_DESIGNS = {Kind.FAR: far_design, Kind.RECOMBINED: recombined_design}


def generate(name: GeneratedName, find_base: Callable[[str], Format]) -> Format:
    """Create the format of a name, which is the same on every system, without the other formats.

    Args:
        name: the parsed name.
        find_base: finds the base of a near format.

    Raises:
        UserError: there is no such base, or none of ``TRIES`` draws satisfies the laws.
    """
    problems: list[str] = []
    for attempt in range(TRIES):
        source = _draw(name, attempt, find_base)
        made = Format(parse_spec(source.texts["format.toml"], source.place("format.toml")), source)
        problems = format_problems(made)
        if not problems:
            return made
    raise UserError(
        f"format {name} cannot be made, because {TRIES} draws broke the laws of formats, the last "
        f"of them so: {problems[0]}; take another seed"
    )


def _draw(name: GeneratedName, attempt: int, find_base: Callable[[str], Format]) -> Source:
    draw = Draw(str(name), attempt)
    if name.kind is Kind.NEAR:
        return near_source(name, draw, find_base(name.base))
    return compose(str(name), name.kind, _DESIGNS[name.kind](draw))

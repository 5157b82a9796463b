"""Tools of a grid's control room that none of the tasks needs."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood import ToolError
from toolbench_ood.tasks.decoys import decoy
from toolbench_ood.world.kit import find

from .records import Generator, Line, Permit, Power
from .rules import refuse_ramp
from .world import EnergyGrid


def _a_generator(world: EnergyGrid, rng: Random) -> Mapping[str, Any]:
    generator = rng.choice(list(world.grid.generators.values()))
    return {"generator_id": generator.id, "ramp_limit_mw": generator.ramp_limit_mw + 20}


@decoy(_a_generator)
def set_ramp_limit(world: EnergyGrid, generator_id: str, ramp_limit_mw: Power) -> Generator:
    """Change how much a generator's output may differ from one hour to the next.

    Args:
        generator_id: Id of the generator.
        ramp_limit_mw: The new limit in megawatts; the schedule must already be within it.
    """
    generator = find(world.grid.generators, generator_id, "generator")
    refuse_ramp(replace(generator, ramp_limit_mw=ramp_limit_mw), generator.schedule_mw)
    generator.ramp_limit_mw = ramp_limit_mw
    return generator


def _a_tolerance(world: EnergyGrid, rng: Random) -> Mapping[str, Any]:
    return {"tolerance_mw": world.grid.tolerance_mw + rng.randrange(5, 30)}


@decoy(_a_tolerance)
def set_balance_tolerance(
    world: EnergyGrid, tolerance_mw: Annotated[int, Field(ge=1, le=100)]
) -> dict[str, int]:
    """Change how far the balance of an hour may be from zero.

    Args:
        tolerance_mw: The new tolerance in megawatts, either way.
    """
    previous_mw, world.grid.tolerance_mw = world.grid.tolerance_mw, tolerance_mw
    return {"previous_mw": previous_mw, "tolerance_mw": tolerance_mw}


def _a_line(world: EnergyGrid, rng: Random) -> Mapping[str, Any]:
    line = rng.choice(list(world.grid.lines.values()))
    return {"line_id": line.id, "rating_mw": line.rating_mw + rng.randrange(5, 60)}


@decoy(_a_line)
def rerate_line(
    world: EnergyGrid, line_id: str, rating_mw: Annotated[int, Field(ge=1, le=2000)]
) -> Line:
    """Change how much power a line may carry.

    Args:
        line_id: Id of the line.
        rating_mw: The new rating in megawatts; it can't be lowered.
    """
    line = find(world.grid.lines, line_id, "line")
    if rating_mw < line.rating_mw:
        raise ToolError(f"The rating of {line.name} is {line.rating_mw} MW and can't be lowered.")
    line.rating_mw = rating_mw
    return line


def _a_permit(world: EnergyGrid, rng: Random) -> Mapping[str, Any] | None:
    permits = [each for each in world.grid.permits.values() if each.status == "open"]
    return {"permit_id": rng.choice(permits).id} if permits else None


@decoy(_a_permit)
def revoke_permit(world: EnergyGrid, permit_id: str) -> Permit:
    """Revoke an open permit and delete it, whether or not the crew has left the line.

    Args:
        permit_id: Id of the permit.
    """
    permit = find(world.grid.permits, permit_id, "permit")
    if permit.status == "cleared":
        raise ToolError(f"Permit {permit_id} is already cleared.")
    return world.grid.permits.pop(permit_id)

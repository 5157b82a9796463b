"""The arms of a run: which of them formats and engines can have."""

from collections.abc import Iterable, Mapping, Sequence

from toolbench_ood.engines.engine import Engine
from toolbench_ood.format.format import Format
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.run.markers import FormatMarkers
from toolbench_ood.types.errors import UserError


def find_arm_obstacles(
    arms: Sequence[str], formats: Iterable[Format]
) -> Mapping[str, Mapping[str, str]]:
    """Return why formats cannot have the help of an arm, by arm and format.

    Raises:
        UserError: an arm can be had with none of the formats.
    """
    listed = tuple(formats)
    found: dict[str, dict[str, str]] = {}
    for arm in arms:
        reasons = {each.name: ARMS[arm].obstacle(each) for each in listed}
        found[arm] = {name: reason for name, reason in reasons.items() if reason is not None}
        if listed and len(found[arm]) == len(reasons):
            name, reason = next(iter(found[arm].items()))
            raise UserError(
                f"--arm {arm} can be had with none of the formats (in {name} {reason}); leave it "
                "out, or add other formats"
            )
    return {arm: reasons for arm, reasons in found.items() if reasons}


def require_own_ends(
    arms: Iterable[str], formats: Iterable[Format], markers: Mapping[str, FormatMarkers]
) -> None:
    """Refuse arms that constrain a format whose calls end with the model's own end of turn.

    A grammar says what is written before that token, and so cannot demand the token itself.

    Raises:
        UserError: with the first such format and its marker.
    """
    constrained = [arm for arm in arms if ARMS[arm].constrains]
    for format_ in formats if constrained else ():
        measured = markers[format_.name].markers
        ends = [text for text in format_.markers if measured[text.strip()].ends_turn]
        if ends:
            raise UserError(
                f"--arm {','.join(constrained)} cannot be had in the format {format_.name} with "
                f"this model, whose turn ends with {ends[0]}, a marker of the format; leave out "
                "the format or these arms"
            )


async def require_engine_for(arms: Iterable[str], engine: Engine, name: str) -> None:
    """Refuse arms that an engine cannot carry out.

    Args:
        arms: names of the arms that are played.
        engine: the engine that will generate.
        name: what the user calls it.

    Raises:
        UserError: with the arms that it can carry out.
    """
    constrained = [arm for arm in arms if ARMS[arm].constrains]
    if not constrained:
        return
    reason = await engine.cannot_constrain()
    if reason is not None:
        others = ", ".join(arm for arm, each in ARMS.items() if not each.constrains)
        raise UserError(
            f"--arm {','.join(constrained)} cannot be carried out by {name}: {reason}; it can "
            f"carry out {others}"
        )

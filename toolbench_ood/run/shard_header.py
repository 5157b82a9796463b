"""From the header of a run to that of its part, and back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from toolbench_ood.run.header import ArmEntry, RunHeader, WholeEntry
from toolbench_ood.run.plan import digest_of
from toolbench_ood.tasks.case import Case


def header_of_part(header: RunHeader, cases: Sequence[Case]) -> RunHeader:
    """Return the header of the part that the settings name, or of the whole run if they name none.

    Args:
        header: of the whole run.
        cases: those of the part.
    """
    shard = header.settings.shard
    if shard is None:
        return header
    counts = Counter(case.arm for case in cases)
    return header.model_copy(
        update={
            "cases": len(cases),
            "cases_digest": digest_of(cases),
            "arms": _with_counts(header.arms, counts),
            "departures": (*header.departures, f"it is shard {shard} of a run"),
            "whole": WholeEntry(
                cases=header.cases,
                cases_digest=header.cases_digest,
                arms={name: entry.cases for name, entry in header.arms.items()},
                departures=header.departures,
            ),
        }
    )


def header_of_whole(header: RunHeader) -> RunHeader:
    """Return the header that a run without ``--shard`` would have, or has."""
    whole = header.whole
    if whole is None:
        return header
    return header.model_copy(
        update={
            "settings": replace(header.settings, shard=None),
            "cases": whole.cases,
            "cases_digest": whole.cases_digest,
            "arms": _with_counts(header.arms, whole.arms),
            "departures": whole.departures,
            "whole": None,
        }
    )


def _with_counts(arms: dict[str, ArmEntry], counts: dict[str, int]) -> dict[str, ArmEntry]:
    return {
        name: entry.model_copy(update={"cases": counts.get(name, 0)})
        for name, entry in arms.items()
    }

"""Tasks in which several tubes bear the same label."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .records import Sample
from .situations import pairs
from .wording import PROJECTS, RELEASE_REMARKS
from .world import LabSamples


@task(kind="look_alike")
def releases_the_one_of_a_project(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Three tubes bear one label; only the donor's record says which project each belongs to."""
    tubes = _draw_look_alikes(world, rng)
    wanted = rng.choice(tubes)
    project, remark = world.donors[wanted.donor_id].project, rng.choice(RELEASE_REMARKS)

    def release(call: Caller, sample_id: str) -> None:
        call("mark_samples", sample_ids=[sample_id], status="available", remark=remark)

    def solution(call: Caller) -> None:
        ids = _listed(call("query_samples", fragment=wanted.label))
        records = call.together(*(("read_sample", {"sample_id": id_}) for id_ in ids))
        donors = call.together(
            *(("read_donor", {"donor_id": record["donor_id"]}) for record in records)
        )
        of_project = dict(zip((donor["project"] for donor in donors), ids, strict=True))
        release(call, of_project[project])

    def tempting(call: Caller) -> None:
        ids = _listed(call("query_samples", fragment=wanted.label))
        release(call, next(id_ for id_ in ids if id_ != wanted.id))

    yield Ask(
        "Several of our quarantined tubes bear the label on the second line. The one whose donor "
        f"belongs to the project {project} was put there by mistake: make that one available "
        f"again, with the remark on the last line, word for word.\n{wanted.label}\n{remark}",
        paraphrase=f"We were wrong to quarantine a tube from the project {project}. Its label "
        "comes next, but tubes of donors of other projects bear it as well, and those stay as "
        f"they are.\n{wanted.label}\nThe one I mean is to be available once more, and the "
        f"record is to say, letter by letter:\n{remark}",
        solution=solution,
        tempting=tempting,
    )

    assert (wanted.status, wanted.remark) == ("available", remark)


def _draw_look_alikes(world: LabSamples, rng: Random) -> list[Sample]:
    """Quarantine a tube of each of three donors of different projects, under one label."""
    tubes = [rng.choice(pair) for pair in rng.sample(pairs(world), 3)]
    for tube, project in zip(tubes, rng.sample(PROJECTS, len(tubes)), strict=True):
        world.donors[tube.donor_id].project = project
        tube.label, tube.status, tube.remark = tubes[0].label, "quarantined", "label found twice"
    return tubes


def _listed(found: Json) -> list[str]:
    return [row["sample_id"] for row in found["samples"]]

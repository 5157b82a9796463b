"""Moving samples between racks and freezers."""

from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import exact_text

from .records import Location, Sample
from .rules import Lab
from .situations import free_locations, usable
from .solutions import (
    find_ids,
    find_sample,
    first_free,
    freezers_for,
    get_samples,
    move,
)
from .wording import CONTAMINATION_NOTES
from .world import Biobank


@task(kind="single")
def moves_a_sample(world: Biobank, rng: Random) -> Turns:
    """One call with a nested argument; the ask gives all ids."""
    sample = rng.choice(usable(world.lab))
    location = rng.choice(free_locations(world.lab, sample.max_temperature_celsius))
    wanted = replace(sample, location=location)

    def solution(call: Caller) -> None:
        call.together(move(sample.id, location))

    yield Ask(
        f"Please move sample {sample.id} to rack {location.rack_id}, position {location.position}.",
        paraphrase=f"Position {location.position} of rack {location.rack_id} is where sample "
        f"{sample.id} belongs. Please put it there.",
        solution=solution,
    )
    assert sample == wanted


@task(kind="chain")
def moves_a_sample_out_of_a_failing_freezer(world: Biobank, rng: Random) -> Turns:
    """Find the sample, see where it is and what it needs, find a position elsewhere, move it."""
    lab = world.lab
    sample = rng.choice(usable(lab))
    assert sample.location is not None
    failing = lab.freezer_of(sample.location.rack_id)
    free = free_locations(lab, sample.max_temperature_celsius)

    def solution(call: Caller) -> None:
        shown = find_sample(call, sample.label)
        (freezers,) = call.together(freezers_for(shown))
        other = next(each for each in freezers if each["id"] != shown["freezer_id"])
        call.together(move(shown["id"], first_free(other)))

    yield Ask(
        f"The freezer that holds the sample “{sample.label}” is failing. Move just that sample to "
        "another freezer that is cold enough for it. Any free position there will do.",
        paraphrase=f"Please get “{sample.label}” out of its freezer, which is breaking down. Put "
        "it in any free position of a different freezer, as long as that one is cold enough, and "
        "leave all other samples where they are.",
        solution=solution,
    )
    assert sample.location in free
    assert sample.location.rack_id not in failing.rack_ids


@task(kind="undo")
def isolates_two_samples_then_undoes_it(world: Biobank, rng: Random) -> Turns:
    """Move and quarantine two samples; then put them back where the results say they were."""
    lab = world.lab
    samples = one, other = rng.sample(usable(lab), 2)
    coldest = min(sample.max_temperature_celsius for sample in samples)
    targets = to, also_to = rng.sample(free_locations(lab, coldest), 2)
    note = rng.choice(CONTAMINATION_NOTES)
    before = [replace(sample) for sample in samples]
    after = [
        replace(sample, location=target, status="quarantined", note=note)
        for sample, target in zip(samples, targets, strict=True)
    ]
    ids: list[str] = []
    old: list[Json] = []

    def isolate(call: Caller) -> None:
        ids[:] = find_ids(call, one.label, other.label)
        status = {"sample_ids": ids, "status": "quarantined", "note": note}
        *moved, _ = call.together(*map(move, ids, targets), ("set_sample_status", status))
        old[:] = [result["previous_location"] for result in moved]

    def undo(call: Caller) -> None:
        status = {"sample_ids": ids, "status": "available"}
        call.together(*map(move, ids, old), ("set_sample_status", status))

    yield Ask(
        f"Two samples may be contaminated. Move “{one.label}” to rack {to.rack_id}, position "
        f"{to.position}, and “{other.label}” to rack {also_to.rack_id}, position "
        f"{also_to.position}. Then quarantine both. {exact_text(note, 'this note')}",
        paraphrase=f"Please quarantine “{one.label}” and “{other.label}”, which might be "
        f"contaminated, and keep them apart: the former goes to position {to.position} of rack "
        f"{to.rack_id}, the latter to position {also_to.position} of rack {also_to.rack_id}. The "
        f"note on both must be exactly:\n{note}",
        solution=isolate,
    )
    assert list(samples) == after

    yield Ask(
        "False alarm: both are clean. Undo everything: put each one back where it was, and make "
        "both available again, with an empty note.",
        paraphrase="They turned out to be fine, so please reverse all of that. Both samples should "
        "be available, without a note, and in the positions they came from.",
        solution=undo,
    )
    assert list(samples) == before


@task(kind="irrelevant")
def answers_a_question_then_swaps_two_samples(world: Biobank, rng: Random) -> Turns:
    """Words alone at first; then swap two samples by way of a third position."""
    one, other = rng.choice(_swappable(world.lab))
    wanted = replace(one, location=other.location), replace(other, location=one.location)
    hours, minutes = rng.randrange(2, 9), rng.randrange(11, 59)
    total = 60 * hours + minutes

    def solution(call: Caller) -> None:
        first, second = get_samples(call, find_ids(call, one.label, other.label))
        (freezers,) = call.together(freezers_for(first))
        call.together(move(first["id"], first_free(freezers[0])))
        call.together(move(second["id"], first["location"]))
        call.together(move(first["id"], second["location"]))

    reply = yield Ask(
        f"Quick question first: how many minutes are there in {hours} hours and {minutes} "
        "minutes? Reply with just the number.",
        paraphrase=f"Before we start, convert {hours} hours and {minutes} minutes to minutes for "
        "me. Only the number, please.",
        solution=lambda _: str(total),
    )
    assert reply.number() == total

    yield Ask(
        f"Thanks. Now please swap the samples “{one.label}” and “{other.label}”: each should end "
        "up exactly where the other one is.",
        paraphrase=f"Great. “{one.label}” and “{other.label}” are in each other's place. Please "
        "exchange their positions.",
        solution=solution,
    )
    assert (one, other) == wanted


def _swappable(lab: Lab) -> list[tuple[Sample, Sample]]:
    """List pairs of usable samples of which each can be stored where the other one is."""
    samples = usable(lab)
    return [
        (one, other)
        for one in samples
        for other in samples
        if one is not other
        and _suits(lab, one, other.location)
        and _suits(lab, other, one.location)
    ]


def _suits(lab: Lab, sample: Sample, location: Location | None) -> bool:
    if location is None:
        return False
    celsius = lab.freezer_of(location.rack_id).temperature_celsius
    return celsius <= sample.max_temperature_celsius

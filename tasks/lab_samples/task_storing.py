"""Tasks about where tubes stand in relation to one another, and where they stood."""

from collections.abc import Generator
from dataclasses import asdict
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .new_tubes import Wanted, check_new_tubes
from .records import Place, Sample
from .situations import draw_volume, free_places, usable
from .wording import CHATS, PEOPLE, REMARKS, draw_labels
from .world import LabSamples


@task(kind="constraint")
def keeps_a_reserve_apart(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """The first rack that is cold enough is in a freezer that holds tubes of the donor already."""
    sample = rng.choice(usable(world))
    shunned = _gather_in_the_coldest(world, rng, sample)
    label = draw_labels(rng, 1, unlike=[each.label for each in world.samples.values()])[0]
    tube, held = Wanted(label, draw_volume(rng), "reserve"), sample.volume_microliters
    known = set(world.samples)
    allowed = [
        place
        for place in free_places(world, sample.warmest_celsius)
        if world.freezer_of(place.rack_id).name not in shunned
    ]

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=sample.barcode)["samples"][0]["sample_id"]
        known = call("read_sample", sample_id=found)
        donor = call("read_donor", donor_id=known["donor_id"])
        racks, *tubes = call.together(
            ("survey_positions", {"warmest_celsius": known["storage"]["warmest_celsius"]}),
            *(("read_sample", {"sample_id": row["sample_id"]}) for row in donor["samples"]),
        )
        used = {each["storage"]["freezer"] for each in tubes}
        rack = next(rack for rack in racks if rack["freezer"] not in used)
        call("split_sample", sample_id=found, tubes=[_at_first(tube, rack)])

    def tempting(call: Caller) -> None:
        found = call("query_samples", fragment=sample.barcode)["samples"][0]["sample_id"]
        storage = call("read_sample", sample_id=found)["storage"]
        racks = call("survey_positions", warmest_celsius=storage["warmest_celsius"])
        rack = next(rack for rack in racks if rack["freezer"] != storage["freezer"])
        call("split_sample", sample_id=found, tubes=[_at_first(tube, rack)])

    yield Ask(
        f"Split one new tube off the sample with barcode {sample.barcode} and keep the sample. In "
        "case a freezer fails, the new tube must not stand in any freezer in which there is a "
        "tube of the same donor now, of whatever material; any free position elsewhere will do "
        "that is cold enough. Its volume, its purpose and, letter by letter, its label:\n"
        f"{tube.spell()}",
        paraphrase="One new tube, please, filled from the sample whose barcode is "
        f"{sample.barcode}; the sample itself stays. We spread what a donor gave over freezers, so "
        "leave out every freezer where that donor has a tube at present, no matter what is in "
        "it, and take some free position that is cold enough in one of the others. This says "
        f"what the tube holds, what for, and its label, letter by letter:\n{tube.spell()}",
        solution=solution,
        tempting=tempting,
    )

    check_new_tubes(world, known, sample, [tube], [allowed])
    assert sample.volume_microliters == held - tube.volume_microliters


def _gather_in_the_coldest(world: LabSamples, rng: Random, sample: Sample) -> set[str]:
    """Put the donor's other tubes into the coldest freezer and a tube elsewhere.

    Returns the names of the freezers that hold tubes of the donor; another one that is cold
    enough is always left.
    """
    coldest = next(iter(world.freezers.values()))
    elsewhere = [
        place
        for place in free_places(world, sample.warmest_celsius)
        if place.rack_id not in coldest.rack_ids
    ]
    sample.place = rng.choice(elsewhere)
    for other in world.samples.values():
        if other.donor_id == sample.donor_id and other.place and other is not sample:
            inside = free_places(world, coldest.temperature_celsius)
            other.place = rng.choice(inside)
    return {coldest.name, world.freezer_of(sample.place.rack_id).name}


def _at_first(tube: Wanted, rack: Json) -> Json:
    """Write a new tube at the first free position of a rack."""
    return tube.at(rack["rack_id"], rack["free_positions"][0])


@task(kind="undo")
def isolates_two_tubes_and_relents(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Move two tubes and quarantine them; then put them back where the results say they were."""
    tubes = rng.sample(usable(world), 2)
    coldest = min(tube.warmest_celsius for tube in tubes)
    targets = rng.sample(free_places(world, coldest), 2)
    before, remark = [tube.place for tube in tubes], rng.choice(REMARKS)
    ids: list[str] = []
    places: list[Json] = []

    def isolate(call: Caller) -> None:
        found = call.together(*(("query_samples", {"fragment": one.label}) for one in tubes))
        ids[:] = [result["samples"][0]["sample_id"] for result in found]
        *moved, _ = call.together(
            *_relocations(ids, [asdict(place) for place in targets]),
            ("mark_samples", {"sample_ids": ids, "status": "quarantined", "remark": remark}),
        )
        places[:] = [result["previous_place"] for result in moved]

    def relent(call: Caller) -> None:
        call.together(
            *_relocations(ids, places),
            ("mark_samples", {"sample_ids": ids, "status": "available"}),
        )

    lines = "\n".join(
        f"- rack {place.rack_id}, position {place.position}: {tube.label}"
        for tube, place in zip(tubes, targets, strict=True)
    )
    yield Ask(
        "Two tubes look contaminated. Put each where its line says (its label ends the line), and "
        f"then quarantine both.\n{lines}\nThe remark for the record is, word for word:\n{remark}",
        paraphrase=f"Please isolate two tubes that may be contaminated:\n{lines}\nThat is where "
        "each must stand, with its label at the end of the line. Both go into quarantine, with "
        f"this remark, letter by letter:\n{remark}",
        solution=isolate,
    )
    assert [tube.place for tube in tubes] == targets
    assert all((tube.status, tube.remark) == ("quarantined", remark) for tube in tubes)

    yield Ask(
        "False alarm: both are clean. Undo all of it, so that each stands where it stood, is "
        "available, and has no remark.",
        paraphrase="They turn out to be fine. I want it as if nothing had happened: the old "
        "positions, both of them available, and the remark gone.",
        solution=relent,
    )
    assert [tube.place for tube in tubes] == before
    assert all((tube.status, tube.remark) == ("available", "") for tube in tubes)


def _relocations(ids: list[str], places: list[Json]) -> list[tuple[str, dict[str, Json]]]:
    """Write the calls that put each tube at its place."""
    return [
        ("relocate_sample", {"sample_id": id_, "place": place})
        for id_, place in zip(ids, places, strict=True)
    ]


@task(kind="irrelevant")
def swaps_two_tubes_after_a_chat(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Words first; then exchange two places, of which neither is free, by way of a third."""
    one, other = rng.choice(_swappable(world))
    to_one, to_other = other.place, one.place
    name = rng.choice(PEOPLE).full_name
    chat, chat_again = (words.format(name=name) for words in rng.choice(CHATS))

    def solution(call: Caller) -> None:
        found = call.together(
            *(("query_samples", {"fragment": each.label}) for each in (one, other))
        )
        ids = [result["samples"][0]["sample_id"] for result in found]
        first, second = call.together(*(("read_sample", {"sample_id": id_}) for id_ in ids))
        cold = first["storage"]["warmest_celsius"]
        rack = call("survey_positions", warmest_celsius=cold)[0]
        aside = {"rack_id": rack["rack_id"], "position": rack["free_positions"][0]}
        call("relocate_sample", sample_id=ids[0], place=aside)
        call("relocate_sample", sample_id=ids[1], place=first["storage"]["place"])
        call("relocate_sample", sample_id=ids[0], place=second["storage"]["place"])

    reply = yield Ask(
        chat,
        paraphrase=chat_again,
        solution=lambda _: "None of my tools is of use there, but in words alone: gladly.",
    )
    assert reply.text

    yield Ask(
        "Thank you. Now the samples: please have the two with these labels swap places.\n"
        f"{one.label}\n{other.label}",
        paraphrase="That will do, back to the freezers. Each of these two tubes, named by label, "
        f"is to stand where the other one stands now.\n{one.label}\n{other.label}",
        solution=solution,
    )

    assert (one.place, other.place) == (to_one, to_other)


def _swappable(world: LabSamples) -> list[tuple[Sample, Sample]]:
    """List pairs of usable tubes that may stand where the other one does."""
    tubes = usable(world)
    return [
        (one, other)
        for one in tubes
        for other in tubes
        if one is not other and _suits(world, one, other.place) and _suits(world, other, one.place)
    ]


def _suits(world: LabSamples, sample: Sample, place: Place | None) -> bool:
    if place is None:
        return False
    return world.freezer_of(place.rack_id).temperature_celsius <= sample.warmest_celsius

"""Making aliquots."""

from dataclasses import asdict
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import exact_text

from .records import Location, Sample
from .rules import Lab
from .situations import (
    Spec,
    check_aliquots,
    check_request,
    describe,
    draw_request,
    draw_specs,
    free_locations,
    usable,
)
from .solutions import (
    donors_samples,
    find_id,
    find_sample,
    first_free,
    freezers_for,
    get_samples,
    request,
)
from .wording import ASSAY_NAMES, PEOPLE, in_ul
from .world import Biobank


def _at(spec: Spec, location: Json | Location) -> Json:
    place = asdict(location) if isinstance(location, Location) else location
    return {**spec, "location": place}


@task(kind="chain")
def makes_two_aliquots_in_the_same_rack(world: Biobank, rng: Random) -> Turns:
    """From a sample to its rack to the rack's free positions; make two aliquots there."""
    lab = world.lab
    sample = rng.choice(usable(lab))
    assert sample.location is not None
    rack_id, held, before = sample.location.rack_id, sample.volume_ul, set(lab.samples)
    free = [Location(rack_id, position) for position in lab.free_positions(rack_id)]
    one, other = draw_specs(lab, rng)

    def solution(call: Caller) -> None:
        shown = find_sample(call, sample.label)
        (freezers,) = call.together(freezers_for(shown))
        racks = {rack["id"]: rack for each in freezers for rack in each["racks"]}
        rack = racks[shown["location"]["rack_id"]]
        first, second = (
            {"rack_id": rack["id"], "position": each} for each in rack["free_positions"][:2]
        )
        aliquots = [_at(one, first), _at(other, second)]
        call("create_aliquots", sample_id=shown["id"], aliquots=aliquots)

    yield Ask(
        f"Make two aliquots of “{sample.label}” and store them in the same rack as the sample "
        "itself, in any free positions. Keep the sample. Below each item is the aliquot's exact "
        f"label.\n- {describe(one)}\n{one['label']}\n- {describe(other)}\n{other['label']}",
        paraphrase=f"I need two aliquots of “{sample.label}”, without discarding the sample. They "
        "belong in its rack, wherever there is room. Label each one exactly as it says below it."
        f"\n- {describe(other)}\n{other['label']}\n- {describe(one)}\n{one['label']}",
        solution=solution,
    )
    check_aliquots(lab, before, sample, [(one, free), (other, free)])
    assert sample.volume_ul == held - one["volume_ul"] - other["volume_ul"]


@task(kind="several_asks")
def makes_aliquots_then_requests_an_assay(world: Biobank, rng: Random) -> Turns:
    """Make two aliquots at given locations; then request an assay on the smaller one."""
    lab = world.lab
    sample, person = rng.choice(usable(lab)), rng.choice(PEOPLE)
    specs = draw_specs(lab, rng)
    places = rng.sample(free_locations(lab, sample.max_temperature_celsius), 2)
    held, before = sample.volume_ul, set(lab.samples)
    smallest: list[str] = []

    def make(call: Caller) -> None:
        aliquots = [*map(_at, specs, places)]
        made = call("create_aliquots", sample_id=find_id(call, sample.barcode), aliquots=aliquots)
        smallest[:] = [min(made["aliquots"], key=_volume)["id"]]

    def order(call: Caller) -> None:
        call.together(request(assay, smallest[0]))

    lines = [
        f"- {describe(spec)}, in rack {place.rack_id}, position {place.position}\n{spec['label']}"
        for spec, place in zip(specs, places, strict=True)
    ]
    yield Ask(
        f"Make two aliquots of the sample with barcode {sample.barcode}, and keep the sample. "
        "Below each item is the aliquot's exact label.\n" + "\n".join(lines),
        paraphrase=f"Two aliquots are needed of the sample with barcode {sample.barcode}, which "
        "should not be discarded. Label each one exactly as it says below it.\n"
        + "\n".join(reversed(lines)),
        solution=make,
    )
    wanted = [(spec, [place]) for spec, place in zip(specs, places, strict=True)]
    smaller = min(check_aliquots(lab, before, sample, wanted), key=lambda made: made.volume_ul)
    assert sample.volume_ul == held - sum(spec["volume_ul"] for spec in specs)
    assay = draw_request(rng, smaller, report_to=person)
    assay.volume_ul = rng.randrange(10, 31) / 2
    requests, smaller_held = set(lab.requests), smaller.volume_ul

    yield Ask(
        f"Now request a routine {ASSAY_NAMES[assay.assay]} on the smaller of the two aliquots, "
        f"using {in_ul(assay.volume_ul)}. The report should also go to {person.name} "
        f"({person.email}).",
        paraphrase=f"The next thing we need is a routine {ASSAY_NAMES[assay.assay]}, with "
        f"{in_ul(assay.volume_ul)}, on whichever of the new aliquots has less in it. Please have a "
        f"report sent to {person.name} ({person.email}).",
        solution=order,
    )
    check_request(lab, requests, assay, smaller_held)


def _volume(row: Json) -> float:
    return float(row["volume_ul"])


@task(kind="missing_tool", withhold=("create_aliquots",))
def makes_an_aliquot_and_discards_the_rest(world: Biobank, rng: Random) -> Turns:
    """Nothing can make aliquots at first; then make one and discard what is left."""
    lab = world.lab
    sample = rng.choice(usable(lab))
    place = rng.choice(free_locations(lab, sample.max_temperature_celsius))
    spec, before = rng.choice(draw_specs(lab, rng)), set(lab.samples)

    def make(call: Caller) -> None:
        call(
            "create_aliquots",
            sample_id=find_id(call, sample.label),
            aliquots=[_at(spec, place)],
            discard_rest=True,
        )

    reply = yield Ask(
        f"Make one aliquot of “{sample.label}” ({describe(spec)}), store it in rack "
        f"{place.rack_id}, position {place.position}, and then discard what's left of the sample. "
        "If you have no way of making aliquots, don't change anything and just reply: NO ALIQUOT "
        f"TOOL. {exact_text(spec['label'], 'this label for the aliquot')}",
        paraphrase=f"Position {place.position} of rack {place.rack_id} is for an aliquot of "
        f"“{sample.label}”: {describe(spec)}. Please make it, and discard the rest of the sample "
        "afterwards. Should you be unable to make aliquots, leave everything as it is and answer "
        "with these words only: NO ALIQUOT TOOL. The label of the aliquot must be exactly:\n"
        f"{spec['label']}",
        solution=lambda _: "NO ALIQUOT TOOL",
    )
    assert reply.says("NO ALIQUOT TOOL")
    assert set(lab.samples) == before
    assert sample.status == "available"

    yield Ask(
        "You can make aliquots now. Please do what I asked for.",
        paraphrase="The tool for aliquots has just been added, so please go ahead.",
        solution=make,
        hand_over=("create_aliquots",),
    )
    check_aliquots(lab, before, sample, [(spec, [place])])
    assert (sample.status, sample.location, sample.volume_ul) == ("discarded", None, 0)


@task(kind="constraint")
def stores_a_reserve_in_another_freezer(world: Biobank, rng: Random) -> Turns:
    """The first freezer that is cold enough, the sample's own aside, holds the donor's others."""
    lab = world.lab
    sample = rng.choice(usable(lab))
    taken = _gather_in_the_coldest(lab, rng, sample)
    spec = {**draw_specs(lab, rng)[0], "purpose": "reserve"}
    held, before = sample.volume_ul, set(lab.samples)
    allowed = [
        place
        for place in free_locations(lab, sample.max_temperature_celsius)
        if lab.freezer_of(place.rack_id).id not in taken
    ]

    def make(call: Caller, shown: Json, freezer: Json) -> None:
        aliquots = [_at(spec, first_free(freezer))]
        call("create_aliquots", sample_id=shown["id"], aliquots=aliquots)

    def solution(call: Caller) -> None:
        shown = find_sample(call, sample.barcode)
        ids = [row["id"] for row in donors_samples(call, shown)]
        used = {each["freezer_id"] for each in get_samples(call, ids)}
        (freezers,) = call.together(freezers_for(shown))
        make(call, shown, next(each for each in freezers if each["id"] not in used))

    def tempting(call: Caller) -> None:
        shown = find_sample(call, sample.barcode)
        (freezers,) = call.together(freezers_for(shown))
        make(call, shown, next(each for each in freezers if each["id"] != shown["freezer_id"]))

    yield Ask(
        f"Make one aliquot of the sample with barcode {sample.barcode}: {describe(spec)}. Keep the "
        "sample. In case a freezer fails, store the aliquot in a cold enough freezer that has no "
        "sample from this donor in it yet, of any material. Any free position there will do. "
        + exact_text(spec["label"], "this label for the aliquot"),
        paraphrase=f"We'd like one aliquot ({describe(spec)}) of the sample with barcode "
        f"{sample.barcode}, which we keep. To spread the risk, it belongs in a freezer in which "
        "nothing from the same donor is stored yet, whatever the material. The freezer has to be "
        "cold enough; the position is up to you. The label of the aliquot must be exactly:\n"
        f"{spec['label']}",
        solution=solution,
        tempting=tempting,
    )
    check_aliquots(lab, before, sample, [(spec, allowed)])
    assert sample.volume_ul == held - spec["volume_ul"]


def _gather_in_the_coldest(lab: Lab, rng: Random, sample: Sample) -> set[str]:
    """Put the donor's other samples into the coldest freezer, and the sample elsewhere.

    Returns the ids of the freezers that hold samples of the donor.
    """
    coldest = next(iter(lab.freezers.values()))
    elsewhere = [
        place
        for place in free_locations(lab, sample.max_temperature_celsius)
        if place.rack_id not in coldest.rack_ids
    ]
    sample.location = rng.choice(elsewhere)
    for other in lab.samples_of(sample.donor_id):
        if other.location and other is not sample:
            other.location = rng.choice(free_locations(lab, coldest.temperature_celsius))
    return {coldest.id, lab.freezer_of(sample.location.rack_id).id}

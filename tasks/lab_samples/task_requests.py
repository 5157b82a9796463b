"""Requesting assays."""

import datetime as dt
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import draw_id, exact_text, new_rows, without_id

from .draw import draw_barcode
from .records import AssayRequest, Sample
from .situations import (
    check_request,
    draw_request,
    draw_volume,
    free_locations,
    others,
    pairs,
    usable,
)
from .solutions import donors_samples, find_id, find_ids, find_sample, get_samples, request
from .wording import ASSAY_NAMES, INSTRUCTIONS, PEOPLE, in_ul, material_name
from .world import Biobank


@task(kind="parallel")
def requests_three_assays(world: Biobank, rng: Random) -> Turns:
    """Three independent requests in one message, each with values of its own."""
    lab = world.lab
    samples, instructions = rng.sample(usable(lab), 3), rng.sample(INSTRUCTIONS, 3)
    priorities = rng.sample(("routine", "urgent", "stat"), 3)
    wanted = [
        draw_request(rng, sample, priority=priority, instructions=text)
        for sample, priority, text in zip(samples, priorities, instructions, strict=True)
    ]
    barcodes = [sample.barcode for sample in samples]
    left = [sample.volume_ul - one.volume_ul for sample, one in zip(samples, wanted, strict=True)]
    before = set(lab.requests)

    def solution(call: Caller) -> None:
        call.together(*map(request, wanted, find_ids(call, *barcodes)))

    lines = [
        f"- {barcode}: {_line(each)}\n{each.instructions}"
        for barcode, each in zip(barcodes, wanted, strict=True)
    ]
    yield Ask(
        "Please request three assays. For each, I give the sample's barcode, the assay, the volume "
        "and the priority; the line below it has the exact instructions.\n" + "\n".join(lines),
        paraphrase="We need an assay on each of the samples with these barcodes, with the volume "
        "and priority given next to it. The instructions for the laboratory are the exact text "
        "below each one.\n" + "\n".join(reversed(lines)),
        solution=solution,
    )
    made = {row.sample_id: without_id(row) for row in new_rows(lab.requests, before)}
    assert len(new_rows(lab.requests, before)) == len(wanted)
    assert [made.get(sample.id) for sample in samples] == wanted
    assert [sample.volume_ul for sample in samples] == left


def _line(wanted: AssayRequest) -> str:
    return f"{ASSAY_NAMES[wanted.assay]}, {in_ul(wanted.volume_ul)}, {wanted.priority}"


@task(kind="chain")
def requests_on_the_fuller_sample(world: Biobank, rng: Random) -> Turns:
    """From a sample to its donor to the donor's two samples of a material; compare these."""
    lab = world.lab
    pair = rng.choice(pairs(lab))
    known = rng.choice(others(lab, pair[0]))
    fuller = max(pair, key=lambda sample: sample.volume_ul)
    wanted, material = draw_request(rng, fuller, priority="urgent"), material_name(fuller.material)
    assay, volume = ASSAY_NAMES[wanted.assay], in_ul(wanted.volume_ul)
    before, held = set(lab.requests), fuller.volume_ul

    def solution(call: Caller) -> None:
        given = donors_samples(call, find_sample(call, known.label))
        ids = [row["id"] for row in given if row["material"] == fuller.material]
        most = max(get_samples(call, ids), key=lambda shown: float(shown["volume_ul"]))
        call.together(request(wanted, most["id"]))

    yield Ask(
        f"The donor of “{known.label}” has also given us two {material} samples. Request an urgent "
        f"assay ({assay}, using {volume}) on the one of those two that has more volume left.",
        paraphrase=f"We need an urgent assay, {assay}, with {volume} of {material} from the donor "
        f"who gave “{known.label}”. There are two {material} samples from that donor: take the "
        "fuller one.",
        solution=solution,
    )
    check_request(lab, before, wanted, held)


@task(kind="recovery")
def requests_on_the_other_sample(world: Biobank, rng: Random) -> Turns:
    """The sample has expired; the ask says to use the donor's other sample of the material then."""
    lab = world.lab
    old, other = rng.sample(rng.choice(pairs(lab)), 2)
    old.expiry_date = lab.today - dt.timedelta(days=rng.randrange(1, 40))
    wanted, material = draw_request(rng, other, priority="urgent"), material_name(old.material)
    assay, volume = ASSAY_NAMES[wanted.assay], in_ul(wanted.volume_ul)
    before, held = set(lab.requests), other.volume_ul

    def solution(call: Caller) -> None:
        tool, given = request(wanted, find_id(call, old.label))
        call.failing(tool, **given)
        shown = call("get_sample", sample_id=given["sample_id"])
        spare = next(
            row["id"]
            for row in donors_samples(call, shown)
            if row["material"] == shown["material"] and row["id"] != shown["id"]
        )
        call.together(request(wanted, spare))

    yield Ask(
        f"Request an urgent assay ({assay}, using {volume}) on the {material} sample “{old.label}”."
        f" If that sample can't be used any more, take the same donor's other {material} sample "
        "instead.",
        paraphrase=f"Please put in an urgent request: {assay}, {volume}. It's for the {material} "
        f"sample “{old.label}” or, if that is no longer usable, for the second {material} sample "
        "that its donor gave.",
        solution=solution,
    )
    check_request(lab, before, wanted, held)


@task(kind="missing_parameter")
def requests_an_assay_with_a_report(world: Biobank, rng: Random) -> Turns:
    """Only the user knows which of the suitable assays to request; the second ask says it."""
    lab = world.lab
    sample, person = rng.choice(usable(lab)), rng.choice(PEOPLE)
    wanted = draw_request(rng, sample, priority="urgent", report_to=person)
    volume, before, held = in_ul(wanted.volume_ul), set(lab.requests), sample.volume_ul

    def solution(call: Caller) -> None:
        call.together(request(wanted, find_id(call, sample.label)))

    reply = yield Ask(
        f"Please request an urgent assay on the sample “{sample.label}”, using {volume}, and have "
        f"the report sent to {person.name} ({person.email}) as well. If I forgot to tell you "
        "something, don't request anything yet and reply with one word for what's missing: sample, "
        "assay, volume, priority or email.",
        paraphrase=f"{person.name} ({person.email}) would like to get the report of an assay on "
        f"“{sample.label}”. Please request it, as urgent and with {volume}. In case a detail is "
        "missing, wait, and answer only with which one it is: sample, assay, volume, priority or "
        "email.",
        solution=lambda _: "assay",
    )
    assert reply.named(("sample", "assay", "volume", "priority", "email")) == {"assay"}
    assert set(lab.requests) == before

    yield Ask(
        f"Sorry, I meant the {ASSAY_NAMES[wanted.assay]}.",
        paraphrase=f"I forgot to say: it's the {ASSAY_NAMES[wanted.assay]} that we need.",
        solution=solution,
    )
    check_request(lab, before, wanted, held)


@task(kind="chain")
def requests_on_the_original_sample(world: Biobank, rng: Random) -> Turns:
    """Each sample says what it is an aliquot of; go back to the original and request on that."""
    lab = world.lab
    original = rng.choice(usable(lab))
    last = _take_one_from_another(world, rng, original, rng.choice((6, 7)))
    wanted = draw_request(rng, original, instructions=rng.choice(INSTRUCTIONS))
    assay, volume = ASSAY_NAMES[wanted.assay], in_ul(wanted.volume_ul)
    before, held = set(lab.requests), original.volume_ul

    def solution(call: Caller) -> None:
        shown = find_sample(call, last.barcode)
        while shown["parent_id"] is not None:
            shown = call("get_sample", sample_id=shown["parent_id"])
        call.together(request(wanted, shown["id"]))

    yield Ask(
        f"The sample with barcode {last.barcode} is an aliquot of another sample, which is itself "
        "an aliquot, and so on. Trace it back to the original sample, which isn't an aliquot of "
        f"anything, and request a routine assay ({assay}, using {volume}) on that one. "
        + exact_text(wanted.instructions, "these instructions"),
        paraphrase=f"We need a routine assay, {assay} with {volume}, on the sample that barcode "
        f"{last.barcode} ultimately comes from: go from each aliquot to the sample that it was "
        "taken from until you reach one that wasn't taken from any other. The instructions must "
        f"be exactly:\n{wanted.instructions}",
        solution=solution,
    )
    check_request(lab, before, wanted, held)


def _take_one_from_another(world: Biobank, rng: Random, original: Sample, count: int) -> Sample:
    """Record so many aliquots, each taken from the one before; only the last is not used up."""
    lab, sample = world.lab, original
    for nth in range(count):
        sample = replace(
            sample,
            id=draw_id(rng, "SM-", lab.samples),
            barcode=draw_barcode(rng, lab),
            label=f"dilution {rng.randrange(1000, 10_000)}-{nth}",
            volume_ul=0.0,
            location=None,
            status="discarded",
            note="used up",
            parent_id=sample.id,
        )
        lab.samples[sample.id] = sample
    sample.location = rng.choice(free_locations(lab, sample.max_temperature_celsius))
    sample.volume_ul, sample.status, sample.note = draw_volume(rng), "available", ""
    return sample

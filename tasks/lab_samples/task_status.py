"""Quarantining, releasing and discarding samples."""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import exact_text

from .records import Material, Sample
from .rules import Lab
from .situations import draw_day, others, pairs
from .solutions import donors_samples, find_sample, get_samples
from .wording import (
    DISPOSAL_NOTES,
    PROJECTS,
    RELEASE_NOTES,
    WITHDRAWAL_NOTES,
    material_name,
)
from .world import Biobank


@task(kind="chain")
def quarantines_the_samples_of_a_donor(world: Biobank, rng: Random) -> Turns:
    """From a sample to its donor to all of the donor's samples; some are quarantined already."""
    lab = world.lab
    known = rng.choice(rng.choice(pairs(lab)))
    lab.donors[known.donor_id].consent = "withdrawn"
    held = others(lab, known)[0]
    held.status, held.note = "quarantined", "label unreadable"
    note = rng.choice(WITHDRAWAL_NOTES)
    wanted = [
        replace(sample, status="quarantined", note=note)
        for sample in lab.samples_of(known.donor_id)
        if sample.status == "available"
    ]

    def solution(call: Caller) -> None:
        given = donors_samples(call, find_sample(call, known.barcode))
        ids = [row["id"] for row in given if row["status"] == "available"]
        call("set_sample_status", sample_ids=ids, status="quarantined", note=note)

    yield Ask(
        f"The donor of the sample with barcode {known.barcode} has withdrawn consent. Quarantine "
        "all of that donor's samples that are still available, and don't change any others. "
        + exact_text(note, "this note"),
        paraphrase="We've lost the consent of a donor, namely the one who gave the sample with "
        f"barcode {known.barcode}. Please put every sample of theirs that is currently available "
        f"into quarantine, and leave the rest alone. The note must be exactly:\n{note}",
        solution=solution,
    )
    assert [lab.samples[each.id] for each in wanted] == wanted


@task(kind="several_asks")
def lists_then_discards_expiring_samples(world: Biobank, rng: Random) -> Turns:
    """Say which samples expire before a day, then discard just those."""
    lab = world.lab
    day = draw_day(lab, rng)
    material, expiring = _let_some_expire(lab, rng, day)
    note = rng.choice(DISPOSAL_NOTES)
    listed: list[str] = []

    def find(call: Caller) -> str:
        conditions = {"material": material, "status": "available", "expires_before": day}
        rows = call("search_samples", **conditions)["samples"]
        listed[:] = [row["id"] for row in rows]
        return ", ".join(row["barcode"] for row in rows)

    def discard(call: Caller) -> None:
        call("set_sample_status", sample_ids=listed, status="discarded", note=note)

    reply = yield Ask(
        f"Which of our available {material_name(material)} samples expire before {day}? Reply with "
        "just their barcodes.",
        paraphrase=f"I need a list of barcodes, and nothing else: those of all available "
        f"{material_name(material)} samples with an expiry date earlier than {day}.",
        solution=find,
    )
    told = re.findall(r"(?<!\d)\d{10}(?!\d)", reply.text)
    assert sorted(told) == sorted(sample.barcode for sample in expiring)

    yield Ask(
        f"Now discard exactly those samples. {exact_text(note, 'this note')}",
        paraphrase="Please discard all the samples that you just listed, and no others. The note "
        f"must be exactly:\n{note}",
        solution=discard,
    )
    assert all((one.status, one.note) == ("discarded", note) for one in expiring)


def _let_some_expire(lab: Lab, rng: Random, day: dt.date) -> tuple[Material, list[Sample]]:
    """Let two or three samples of the commonest material expire before a day, and one on it.

    Of 28 samples at least 24 are available, so some material of the six has four of them.
    """
    available = [sample for sample in lab.samples.values() if sample.status == "available"]
    material = Counter(sample.material for sample in available).most_common(1)[0][0]
    samples = [sample for sample in available if sample.material == material]
    last, *early = rng.sample(samples, rng.choice((3, 4)))
    last.expiry_date = day
    for sample in early:
        sample.expiry_date = day - dt.timedelta(days=rng.randrange(1, 5))
    return material, [sample for sample in samples if sample.expiry_date < day]


@task(kind="look_alike")
def releases_one_of_three_with_the_same_label(world: Biobank, rng: Random) -> Turns:
    """Three samples have one label; only the donor's record says which project each is from."""
    lab = world.lab
    samples = _label_alike(lab, rng)
    meant = rng.choice(samples)
    project, note = lab.donors[meant.donor_id].project, rng.choice(RELEASE_NOTES)
    wanted = replace(meant, status="available", note=note)

    def look(call: Caller) -> list[Json]:
        rows: list[Json] = call("search_samples", text=meant.label)["samples"]
        return rows

    def release(call: Caller, id_: str) -> None:
        call("set_sample_status", sample_ids=[id_], status="available", note=note)

    def solution(call: Caller) -> None:
        shown = get_samples(call, [row["id"] for row in look(call)])
        donors = call.together(*(("get_donor", {"donor_id": row["donor_id"]}) for row in shown))
        projects = (donor["project"] for donor in donors)
        release(call, dict(zip(projects, shown, strict=True))[project]["id"])

    def tempting(call: Caller) -> None:
        release(call, next(row["id"] for row in look(call) if row["id"] != meant.id))

    yield Ask(
        f"Several quarantined samples are labelled “{meant.label}”. The one whose donor is in the "
        f"project “{project}” was quarantined by mistake: make that one available again. "
        + exact_text(note, "this note"),
        paraphrase=f"Please release the sample “{meant.label}” from quarantine. Mind that samples "
        "from several projects have that label, and only the one given by a donor of the project "
        f"“{project}” may be used again. The note must be exactly:\n{note}",
        solution=solution,
        tempting=tempting,
    )
    assert meant == wanted


def _label_alike(lab: Lab, rng: Random) -> list[Sample]:
    """Quarantine a sample of each of three donors of different projects, under one label."""
    samples = [rng.choice(pair) for pair in rng.sample(pairs(lab), 3)]
    for sample, project in zip(samples, rng.sample(PROJECTS, 3), strict=True):
        lab.donors[sample.donor_id].project = project
        sample.label = samples[0].label
        sample.status, sample.note = "quarantined", "label found twice"
    return samples

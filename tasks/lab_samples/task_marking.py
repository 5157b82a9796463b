"""Tasks that quarantine or discard tubes."""

import re
from collections import Counter
from collections.abc import Generator
from datetime import date, timedelta
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Material, Sample
from .situations import draw_day, others, pairs, spell_material
from .wording import DISPOSAL_REMARKS, REMARKS
from .world import LabSamples


@task(kind="chain")
def quarantines_what_a_donor_gave(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Tube to donor to all of the donor's tubes; mark those that are still available."""
    pair = rng.choice(pairs(world))
    known = rng.choice(pair)
    world.donors[known.donor_id].consent = "withdrawn"
    held = others(world, known)[0]
    held.status, held.remark = "quarantined", "label unreadable"
    remark = rng.choice(REMARKS)

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=known.barcode)["samples"][0]["sample_id"]
        donor = call("read_donor", donor_id=call("read_sample", sample_id=found)["donor_id"])
        ids = [row["sample_id"] for row in donor["samples"] if row["status"] == "available"]
        call("mark_samples", sample_ids=ids, status="quarantined", remark=remark)

    wanted = [
        sample
        for sample in world.samples.values()
        if sample.donor_id == known.donor_id and sample.status == "available"
    ]
    yield Ask(
        f"The donor of the sample with barcode {known.barcode} has withdrawn consent. Quarantine "
        "every sample of that donor that is still available; leave the donor's other samples as "
        f"they are. The remark for the record is, word for word:\n{remark}",
        paraphrase="Somebody no longer consents: the donor who gave us the sample with barcode "
        f"{known.barcode}. Everything from that donor which is available now has to go into "
        "quarantine, and nothing else of theirs changes. Record this remark, letter by letter:\n"
        f"{remark}",
        solution=solution,
    )

    assert all((one.status, one.remark) == ("quarantined", remark) for one in wanted)


@task(kind="several_asks")
def lists_then_discards_what_expires(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Say which tubes expire before a day, then discard the tubes that were listed."""
    day = draw_day(world, rng)
    material, expiring = _let_some_expire(world, rng, day)
    remark = rng.choice(DISPOSAL_REMARKS)

    listed: list[str] = []

    def first(call: Caller) -> str:
        found = call("query_samples", material=material, status="available", expires_before=day)
        listed[:] = [row["sample_id"] for row in found["samples"]]
        return ", ".join(row["barcode"] for row in found["samples"])

    def second(call: Caller) -> None:
        call("mark_samples", sample_ids=listed, status="discarded", remark=remark)

    reply = yield Ask(
        f"Which of our available {spell_material(material)} samples have their last day of use "
        f"before {day}? Answer with their barcodes and nothing else.",
        paraphrase=f"Give me a list of barcodes, without anything around it: those of the "
        f"{spell_material(material)} samples that are available and whose last day of use comes "
        f"earlier than {day}.",
        solution=first,
    )
    assert sorted(re.findall(r"(?<!\d)\d{10}(?!\d)", reply.text)) == sorted(
        sample.barcode for sample in expiring
    )

    yield Ask(
        "Now discard exactly those samples. The remark for the record is, word for word:\n"
        + remark,
        paraphrase="All the samples that you have just listed, and none but them, are to be "
        f"discarded, for the record with this remark, letter by letter:\n{remark}",
        solution=second,
    )

    assert all((one.status, one.remark) == ("discarded", remark) for one in expiring)


def _let_some_expire(world: LabSamples, rng: Random, day: date) -> tuple[Material, list[Sample]]:
    """Let two or three tubes of the commonest material expire before a day, and one on it.

    Of 28 tubes at least 24 are available, so some material of the six has four of them.
    """
    available = [sample for sample in world.samples.values() if sample.status == "available"]
    material = Counter(sample.material for sample in available).most_common(1)[0][0]
    tubes = [sample for sample in available if sample.material == material]
    last, *early = rng.sample(tubes, rng.choice((3, 4)))
    last.expires_on = day
    for sample in early:
        sample.expires_on = day - timedelta(days=rng.randrange(1, 5))
    return material, [sample for sample in tubes if sample.expires_on < day]

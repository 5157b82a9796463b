"""Tasks in which what was asked cannot be done as it stands: something lacks, or is refused."""

from collections.abc import Generator
from dataclasses import asdict, replace
from datetime import timedelta
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .checks import only_new
from .records import Order, assays_for
from .situations import draw_volume, pairs, spell_material, spell_volume, usable
from .wording import ASSAY_NAMES, PEOPLE
from .world import LabSamples


@task(kind="recovery")
def uses_the_other_tube(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """The tube has expired; the ask says to use the donor's other tube of the material then."""
    old, other = rng.sample(rng.choice(pairs(world)), 2)
    old.expires_on = world.today - timedelta(days=rng.randrange(1, 40))
    assay, volume = rng.choice(assays_for(old.material)), draw_volume(rng)
    given = {"assay": assay, "volume_microliters": volume, "urgency": "urgent"}
    known, left = set(world.orders), other.volume_microliters - volume

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=old.label)["samples"][0]["sample_id"]
        call.failing("request_assay", sample_id=found, **given)
        sample = call("read_sample", sample_id=found)
        donor = call("read_donor", donor_id=sample["donor_id"])
        spare = next(
            row["sample_id"]
            for row in donor["samples"]
            if row["material"] == sample["material"] and row["sample_id"] != found
        )
        call("request_assay", sample_id=spare, **given)

    yield Ask(
        f"Order one urgent {ASSAY_NAMES[assay]}, using {spell_volume(volume)}, on the "
        f"{spell_material(old.material)} sample with the label on the last line. If it can no "
        "longer be used, order it on the other sample of the same material and donor instead.\n"
        f"{old.label}",
        paraphrase=f"We need an urgent order of the {ASSAY_NAMES[assay]}, with "
        f"{spell_volume(volume)} used up, for the {spell_material(old.material)} sample whose "
        "label the last line gives. Its donor gave a second sample of that material: should the "
        f"labelled one be past use, order on the second.\n{old.label}",
        solution=solution,
    )

    order = only_new(world.orders, known)
    assert replace(order, id="") == Order("", other.id, assay, volume, "urgent")
    assert other.volume_microliters == left


@task(kind="missing_parameter")
def asks_which_assay(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """The first ask does not say which of the suitable assays is wanted; the second does."""
    sample, recipient = rng.choice(usable(world)), rng.choice(PEOPLE)
    assay, volume = rng.choice(assays_for(sample.material)), draw_volume(rng)
    known, left = set(world.orders), sample.volume_microliters - volume

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=sample.label)["samples"][0]["sample_id"]
        call(
            "request_assay",
            sample_id=found,
            assay=assay,
            volume_microliters=volume,
            urgency="urgent",
            report_to=asdict(recipient),
        )

    reply = yield Ask(
        f"Please order an urgent assay, using {spell_volume(volume)}, on the sample with the label "
        f"below; the report goes to {recipient.full_name}, {recipient.email}\n{sample.label}",
        paraphrase=f"{recipient.full_name} ({recipient.email}) is to receive the report of an "
        f"assay that I'd like you to order: urgent, with {spell_volume(volume)}, on the sample "
        f"labelled\n{sample.label}",
        solution=lambda _: "Which assay would you like me to order?",
    )
    assert reply.text

    yield Ask(
        f"Sorry, I meant the {ASSAY_NAMES[assay]}.",
        paraphrase=f"It is the {ASSAY_NAMES[assay]} that I want; I forgot to say so.",
        solution=solution,
    )

    order = only_new(world.orders, known)
    wanted = Order("", sample.id, assay, volume, "urgent", report_to=recipient)
    assert replace(order, id="") == wanted
    assert sample.volume_microliters == left

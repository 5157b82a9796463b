"""Scheduling runs of assay requests on instruments."""

import datetime as dt
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import draw_id, exact_text, new_row, without_id

from .records import Assay, Instrument, Run
from .rules import Lab
from .situations import check_request, draw_day, draw_request, draw_time, usable
from .solutions import find_id, find_sample, request
from .wording import ASSAY_NAMES, INSTRUCTIONS, PEOPLE, in_ul
from .world import Biobank


@task(kind="chain")
def requests_an_assay_and_schedules_it(world: Biobank, rng: Random) -> Turns:
    """Request the assay, find the instrument, and schedule a run of the one on the other."""
    lab = world.lab
    sample, operator = rng.choice(usable(lab)), rng.choice(PEOPLE).name
    wanted = draw_request(rng, sample, priority="stat", instructions=rng.choice(INSTRUCTIONS))
    instrument = rng.choice(_instruments_for(lab, wanted.assay))
    assay, volume, where = ASSAY_NAMES[wanted.assay], in_ul(wanted.volume_ul), instrument.laboratory
    day, time = draw_day(lab, rng), draw_time(rng)
    before, runs, held = set(lab.requests), set(lab.runs), sample.volume_ul

    def solution(call: Caller) -> None:
        (made,) = call.together(request(wanted, find_id(call, sample.barcode)))
        (able,) = call("list_instruments", assay=wanted.assay, laboratory=where)
        call(
            "schedule_run",
            instrument_id=able["id"],
            request_ids=[made["id"]],
            date=day,
            start_time=time,
            operator=operator,
        )

    yield Ask(
        f"Request a stat {assay} on the sample with barcode {sample.barcode}, using {volume}. Then "
        f"schedule a run of just that request in the {where} laboratory, on the instrument there "
        f"that does this assay, on {day} at {time}, with {operator} as the operator. "
        + exact_text(wanted.instructions, "these instructions for the request"),
        paraphrase=f"On {day} at {time}, {operator} will operate the instrument for the {assay} in "
        f"the {where} laboratory. Please schedule that run, with a single request in it, which you "
        f"need to make first: stat, {volume}, on the sample with barcode {sample.barcode}. Its "
        f"instructions must be exactly:\n{wanted.instructions}",
        solution=solution,
    )
    made = check_request(lab, before, wanted, held)
    run = new_row(lab.runs, runs)
    assert without_id(run) == Run("", instrument.id, (made.id,), day, time, operator)
    assert made.run_id == run.id


@task(kind="recovery")
def schedules_a_run_on_the_first_free_day(world: Biobank, rng: Random) -> Turns:
    """The instrument is booked on the day; the ask says to take the next day that is free."""
    lab = world.lab
    pending = rng.choice([row for row in lab.requests.values() if row.run_id is None])
    sample = lab.samples[pending.sample_id]
    instrument = rng.choice(_instruments_for(lab, pending.assay))
    assay, where, operator = (
        ASSAY_NAMES[pending.assay],
        instrument.laboratory,
        rng.choice(PEOPLE).name,
    )
    day, time = draw_day(lab, rng), draw_time(rng)
    free_day = day + dt.timedelta(days=rng.choice((1, 2)))
    _book(lab, rng, instrument, day, free_day)
    before = set(lab.runs)

    def solution(call: Caller) -> None:
        (found,) = find_sample(call, sample.label)["requests"]
        (able,) = call("list_instruments", assay=pending.assay, laboratory=where)
        given = {
            "instrument_id": able["id"],
            "request_ids": [found["id"]],
            "start_time": time,
            "operator": operator,
        }
        tried = day
        while tried < free_day:
            call.failing("schedule_run", date=tried, **given)
            tried += dt.timedelta(days=1)
        call("schedule_run", date=tried, **given)

    yield Ask(
        f"There's a pending {assay} request for the sample “{sample.label}”. Schedule a run of "
        f"just that request in the {where} laboratory, on the instrument there that does this "
        f"assay, on {day} at {time}, with {operator} as the operator. If the instrument already "
        "has a run on that day, take the first day after it on which it has none.",
        paraphrase=f"Please schedule the {assay} that was requested for “{sample.label}”, on its "
        f"own, on the instrument for this assay in the {where} laboratory. {operator} operates "
        f"it, starting at {time}. The day should be {day} or, if that instrument is booked then, "
        "the next day on which it isn't.",
        solution=solution,
    )
    run = new_row(lab.runs, before)
    assert without_id(run) == Run("", instrument.id, (pending.id,), free_day, time, operator)
    assert pending.run_id == run.id


def _instruments_for(lab: Lab, assay: Assay) -> list[Instrument]:
    return [row for row in lab.instruments.values() if assay in row.assays]


def _book(lab: Lab, rng: Random, instrument: Instrument, first: dt.date, free: dt.date) -> None:
    """Give the instrument cleaning runs from one day to the day before another."""
    for days in range((free - first).days):
        id_, day = draw_id(rng, "RN-", lab.runs), first + dt.timedelta(days=days)
        lab.runs[id_] = Run(id_, instrument.id, (), day, "07:00", PEOPLE[days].name)

"""What is always true of the laboratory of the suite ``lab_samples``, whatever is called."""

from datetime import timedelta
from random import Random
from typing import Any

from suites.lab_samples_play import WRITES, make_world

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call with plausible arguments; the world may refuse it."""
    sample, place = rng.choice(list(world.lab.samples)), draw_place(world, rng)
    volume = rng.randrange(1, 300) / 2
    assays = ["il6_elisa", "creatinine_panel", "lead_icp_ms", "cfdna_qpcr", "rna_integrity"]
    day = str(world.lab.today + timedelta(days=rng.randrange(-1, 4)))
    tubes = [
        {"label": "x", "volume_ul": volume, "location": draw_place(world, rng)}
        for _ in range(rng.randrange(1, 3))
    ]
    return rng.choice(
        [
            Call("get_sample", {"sample_id": sample}),
            Call("get_donor", {"donor_id": rng.choice(list(world.lab.donors))}),
            Call("list_freezers", {"max_temperature_celsius": rng.choice((-80, -20))}),
            Call("search_samples", {"text": rng.choice("aeiou0123")}),
            Call("list_freezer_alarms", {"freezer_id": rng.choice(list(world.lab.freezers))}),
            Call("list_instruments", {"assay": rng.choice(assays)}),
            Call("move_sample", {"sample_id": sample, "location": place}),
            Call(
                "create_aliquots",
                {"sample_id": sample, "aliquots": tubes, "discard_rest": rng.random() < 0.2},
            ),
            Call(
                "set_sample_status",
                {
                    "sample_ids": rng.sample(list(world.lab.samples), 2),
                    "status": rng.choice(("available", "quarantined", "discarded")),
                },
            ),
            Call(
                "request_assay",
                {"sample_id": sample, "assay": rng.choice(assays), "volume_ul": volume},
            ),
            Call(
                "schedule_run",
                {
                    "instrument_id": rng.choice(list(world.lab.instruments)),
                    "request_ids": [rng.choice(list(world.lab.requests))],
                    "date": day,
                    "start_time": "08:00",
                    "operator": "A",
                },
            ),
        ]
    )


def draw_place(world: Any, rng: Random) -> dict[str, str]:
    """Draw a place, taken or free."""
    freezer = rng.choice(list(world.lab.freezers.values()))
    return {
        "rack_id": rng.choice(freezer.rack_ids),
        "position": rng.choice("ABC") + rng.choice("1234"),
    }


def check_invariants(world: Any) -> None:
    """Assert what is always true of the laboratory."""
    tubes = list(world.lab.samples.values())
    placed = [one for one in tubes if one.location]
    assert len({one.location for one in placed}) == len(placed)
    assert len({one.barcode for one in tubes}) == len(tubes)
    for one in tubes:
        assert one.volume_ul >= 0
        assert (one.status == "discarded") == (one.location is None)
        if one.location:
            freezer = world.lab.freezer_of(one.location.rack_id)
            assert freezer.temperature_celsius <= one.max_temperature_celsius
    for run in world.lab.runs.values():
        instrument = world.lab.instruments[run.instrument_id]
        assert len(run.request_ids) <= instrument.max_requests
        for id_ in run.request_ids:
            assert world.lab.requests[id_].run_id == run.id
            assert world.lab.requests[id_].assay in instrument.assays
    days = [(run.instrument_id, run.date) for run in world.lab.runs.values()]
    assert len(set(days)) == len(days)


def total_volume(world: Any) -> float:
    """Add up what samples hold and what requests have taken."""
    rows = [*world.lab.samples.values(), *world.lab.requests.values()]
    return float(sum(row.volume_ul for row in rows))


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: places, temperatures, volumes and runs stay sound, and reads read."""
    carried: set[str] = set()
    for seed in range(15):
        world, rng = make_world(seed), Random(seed)
        check_invariants(world)
        for _ in range(60):
            before, total = state_of(world), total_volume(world)
            call = draw_call(world, rng)
            output = world.execute(call)
            if output.is_error or call.name not in WRITES:
                assert state_of(world) == before
            else:
                carried.add(call.name)
            check_invariants(world)
            assert total_volume(world) <= total
            if call.name in {"request_assay", "schedule_run", "move_sample"}:
                assert total_volume(world) == total
    assert carried == WRITES

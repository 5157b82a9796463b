"""What is always true of the laboratory of the suite ``lab_samples``, whatever is called."""

from datetime import timedelta
from random import Random
from typing import Any

from suites.lab_samples_play import WRITES, make_world

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call with plausible arguments; the world may refuse it."""
    sample, place = rng.choice(list(world.samples)), draw_place(world, rng)
    volume = rng.randrange(1, 300) / 2
    assays = ["il6_elisa", "creatinine_panel", "lead_icp_ms", "cfdna_qpcr", "rna_integrity"]
    day = str(world.today + timedelta(days=rng.randrange(-1, 4)))
    tubes = [
        {"label": "x", "volume_microliters": volume, "place": draw_place(world, rng)}
        for _ in range(rng.randrange(1, 3))
    ]
    return rng.choice(
        [
            Call("read_sample", {"sample_id": sample}),
            Call("read_donor", {"donor_id": rng.choice(list(world.donors))}),
            Call("survey_positions", {"warmest_celsius": rng.choice((-80, 4))}),
            Call("query_samples", {"fragment": rng.choice("aeiou0123")}),
            Call("read_alarms", {"freezer_name": rng.choice(list(world.freezers))}),
            Call("match_instruments", {"assay": rng.choice(assays)}),
            Call("relocate_sample", {"sample_id": sample, "place": place}),
            Call(
                "split_sample",
                {"sample_id": sample, "tubes": tubes, "discard_rest": rng.random() < 0.2},
            ),
            Call(
                "mark_samples",
                {
                    "sample_ids": rng.sample(list(world.samples), 2),
                    "status": rng.choice(("available", "quarantined", "discarded")),
                },
            ),
            Call(
                "order_assay",
                {"sample_id": sample, "assay": rng.choice(assays), "volume_microliters": volume},
            ),
            Call(
                "queue_run",
                {
                    "instrument_id": rng.choice(list(world.instruments)),
                    "order_ids": [rng.choice(list(world.orders))],
                    "run_on": day,
                    "loaded_at": "08:00",
                    "operator": "A",
                },
            ),
        ]
    )


def draw_place(world: Any, rng: Random) -> dict[str, str]:
    """Draw a place, taken or free."""
    freezer = rng.choice(list(world.freezers.values()))
    return {
        "rack_id": rng.choice(freezer.rack_ids),
        "position": rng.choice("ABC") + rng.choice("1234"),
    }


def check_invariants(world: Any) -> None:
    """Assert what is always true of the laboratory."""
    tubes = list(world.samples.values())
    placed = [one for one in tubes if one.place]
    assert len({one.place for one in placed}) == len(placed)
    assert len({one.barcode for one in tubes}) == len(tubes)
    for one in tubes:
        assert one.volume_microliters >= 0
        assert (one.status == "discarded") == (one.place is None)
        if one.place:
            freezer = world.freezer_of(one.place.rack_id)
            assert freezer.temperature_celsius <= one.warmest_celsius
    for run in world.runs.values():
        instrument = world.instruments[run.instrument_id]
        assert len(run.order_ids) <= instrument.capacity
        for id_ in run.order_ids:
            assert world.orders[id_].run_id == run.id
            assert world.orders[id_].assay in instrument.assays
    days = [(run.instrument_id, run.run_on) for run in world.runs.values()]
    assert len(set(days)) == len(days)


def total_volume(world: Any) -> float:
    """Add up what is in tubes and what orders have drawn."""
    rows = [*world.samples.values(), *world.orders.values()]
    return float(sum(row.volume_microliters for row in rows))


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
            if call.name in {"order_assay", "queue_run", "relocate_sample"}:
                assert total_volume(world) == total
    assert carried == WRITES

"""The world of the suite ``lab_samples``: its lookups, its refusals, and what is always true."""

import re
from datetime import timedelta
from typing import Any

from suites.lab_samples_play import make_world
from suites.suite_facts import refuse

SUITED = {
    "plasma": "il6_elisa",
    "serum": "crp_turbidimetry",
    "whole_blood": "hba1c_hplc",
    "urine": "creatinine_panel",
    "dna": "snp_array",
    "rna": "rnaseq_library",
}
"""One assay that is done on each material."""


def tube(world: Any, **wanted: Any) -> Any:
    """Return a tube with the given fields whose donor consents and that has not expired."""
    return next(
        sample
        for sample in world.samples.values()
        if world.donors[sample.donor_id].consent == "granted"
        and sample.expires_on > world.today
        and all(getattr(sample, name) == value for name, value in wanted.items())
    )


def free_place(world: Any, celsius: int = -150) -> dict[str, str]:
    """Return a free place in a freezer of a temperature."""
    freezer = next(f for f in world.freezers.values() if f.temperature_celsius == celsius)
    rack_id = freezer.rack_ids[0]
    return {"rack_id": rack_id, "position": world.free_positions(rack_id)[0]}


def new_tube(world: Any, **changes: Any) -> dict[str, Any]:
    """Describe a tube to be filled."""
    return {"label": "new", "volume_microliters": 10, "place": free_place(world), **changes}


def test_unknown_ids_are_refused() -> None:
    """Every lookup says what does not exist."""
    world = make_world()
    place = free_place(world)
    refuse(world, "no sample S-1$", "read_sample", sample_id="S-1")
    refuse(world, "no donor DN-1$", "read_donor", donor_id="DN-1")
    refuse(world, "no rack RK-1$", "survey_positions", rack_id="RK-1")
    refuse(world, "no sample S-1$", "relocate_sample", sample_id="S-1", place=place)
    refuse(world, "no sample S-1$", "split_sample", sample_id="S-1", tubes=[new_tube(world)])
    refuse(world, "no sample S-1$", "mark_samples", sample_ids=["S-1"], status="quarantined")
    order = {"assay": "snp_array", "volume_microliters": 5}
    refuse(world, "no sample S-1$", "request_assay", sample_id="S-1", **order)
    known = next(iter(world.instruments))
    when = {"run_on": str(world.today), "loaded_at": "08:00", "operator": "A"}
    refuse(world, "no instrument IN-1$", "queue_run", instrument_id="IN-1", order_ids=["x"], **when)
    refuse(world, "no order AO-1$", "queue_run", instrument_id=known, order_ids=["AO-1"], **when)


def test_places_are_guarded() -> None:
    """A tube goes only to a free, cold enough place, and only while it exists."""
    world = make_world()
    sample = tube(world, status="available", warmest_celsius=-80)
    gone = next(one for one in world.samples.values() if one.status == "discarded")
    other = next(one for one in world.samples.values() if one.place and one is not sample)
    cold, warm = free_place(world), free_place(world, 4)
    taken = {"rack_id": sample.place.rack_id, "position": sample.place.position}
    here, tool = {"sample_id": sample.id}, "relocate_sample"
    refuse(world, f"taken by sample {sample.id}", tool, sample_id=sample.id, place=taken)
    refuse(world, "is at 4 degrees Celsius; the sample needs -80", tool, **here, place=warm)
    refuse(world, "has been discarded", tool, sample_id=gone.id, place=cold)
    refuse(world, "invalid argument", tool, **here, place={**cold, "position": "D9"})
    moved = world.call(tool, {**here, "place": cold})
    assert (moved["place"], moved["previous_place"]) == (cold, taken)
    assert world.read_sample(sample.id)["storage"]["place"] == sample.place
    refuse(world, "taken by", tool, sample_id=other.id, place=cold)


def test_alarms_are_paged() -> None:
    """From page to page every alarm is shown once, newest first; other freezers' are unknown."""
    world = make_world(1)
    for name, freezer in world.freezers.items():
        page = world.call("read_alarms", {"freezer_name": name})
        shown = page["alarms"]
        while page["next_from_alarm_id"] is not None:
            begin = {"freezer_name": name, "from_alarm_id": page["next_from_alarm_id"]}
            page = world.call("read_alarms", begin)
            assert 1 <= len(page["alarms"]) <= 2
            shown = shown + page["alarms"]
        assert [row["id"] for row in shown] == [alarm.id for alarm in freezer.alarms]
        days = [alarm.day for alarm in freezer.alarms]
        assert days == sorted(set(days), reverse=True)
        refuse(world, "has no alarm AL-1", "read_alarms", freezer_name=name, from_alarm_id="AL-1")
    refuse(world, "no freezer named x; the freezers are", "read_alarms", freezer_name="x")


def test_splits_are_guarded() -> None:
    """A split needs a usable tube with enough in it and a place of its own for each new tube."""
    world = make_world()
    sample = tube(world, status="available", warmest_celsius=-80)
    here, tool, one = {"sample_id": sample.id}, "split_sample", new_tube(world)
    refuse(world, "more than one new tube", tool, **here, tubes=[one, {**one, "label": "b"}])
    refuse(
        world,
        "holds .* microlitres, not 1999",
        tool,
        **here,
        tubes=[{**one, "volume_microliters": 1999}],
    )
    refuse(world, "at 4 degrees", tool, **here, tubes=[{**one, "place": free_place(world, 4)}])
    refuse_unusable(world, tool, tubes=[one])
    before = sample.volume_microliters
    made = world.call(tool, {**here, "tubes": [one]})
    assert made["volume_left_microliters"] == sample.volume_microliters == before - 10
    new = world.samples[made["tubes"][0]["sample_id"]]
    assert (new.material, new.donor_id, new.split_from) == (
        sample.material,
        sample.donor_id,
        sample.id,
    )
    assert re.fullmatch(r"0\d{9}", new.barcode)
    world.call(tool, {**here, "tubes": [new_tube(world)], "discard_rest": True})
    assert (sample.status, sample.volume_microliters, sample.place) == ("discarded", 0, None)


def refuse_unusable(world: Any, tool: str, **arguments: Any) -> None:
    """Assert that a tool refuses tubes that are quarantined, expired, or of a donor who left."""
    tubes, today = world.samples.values(), world.today
    held = next(one for one in tubes if one.status == "quarantined")
    expired = next(one for one in tubes if one.expires_on < today and one.status == "available")
    left = next(one for one in tubes if world.donors[one.donor_id].consent == "withdrawn")
    refuse(world, "is quarantined and may not", tool, sample_id=held.id, **arguments)
    refuse(world, f"expired on .*today is {today}", tool, sample_id=expired.id, **arguments)
    refuse(world, "has withdrawn consent", tool, sample_id=left.id, **arguments)


def test_marks_are_guarded() -> None:
    """Discarding is final, and nothing becomes available against the donor's will."""
    world = make_world()
    sample = tube(world, status="available")
    gone = next(one for one in world.samples.values() if one.status == "discarded")
    left = next(
        one for one in world.samples.values() if world.donors[one.donor_id].consent == "withdrawn"
    )
    both, tool = [sample.id, gone.id], "mark_samples"
    refuse(world, "cannot be brought back", tool, sample_ids=both, status="quarantined")
    refuse(world, "named more than once", tool, sample_ids=[sample.id] * 2, status="available")
    refuse(world, "withdrawn consent", tool, sample_ids=[left.id], status="available")
    world.call(tool, {"sample_ids": [sample.id], "status": "quarantined", "remark": "a"})
    assert (sample.status, sample.remark) == ("quarantined", "a")
    assert sample.place is not None
    place = sample.place
    world.call(tool, {"sample_ids": [sample.id], "status": "discarded"})
    assert sample.place is None
    assert world.occupant(place) is None


def test_orders_are_guarded() -> None:
    """An order needs a usable tube of a suitable material with enough in it."""
    world = make_world()
    material = next(one.material for one in world.samples.values() if one.status == "available")
    sample = tube(world, status="available", material=material)
    unsuitable = "rna_integrity" if material != "rna" else "snp_array"
    suitable = world.call("query_samples", {"fragment": sample.barcode})["samples"][0]
    assert suitable["sample_id"] == sample.id
    here, tool = {"sample_id": sample.id}, "request_assay"
    refuse(
        world, f"cannot be done on {material}", tool, **here, assay=unsuitable, volume_microliters=5
    )
    refuse_unusable(world, tool, assay="snp_array", volume_microliters=5)
    assay = SUITED[material]
    sample.volume_microliters = 7.5
    refuse(world, "holds 7.5 microlitres, not 8.0", tool, **here, assay=assay, volume_microliters=8)
    made = world.call(tool, {**here, "assay": assay, "volume_microliters": 7.5})
    assert made["volume_left_microliters"] == sample.volume_microliters == 0
    assert world.orders[made["order_id"]].urgency == "routine"


def test_runs_are_guarded() -> None:
    """A run holds waiting orders that the instrument does, fits it, and has its day alone."""
    world = make_world()
    done = next(order for order in world.orders.values() if order.run_id)
    waiting = next(order for order in world.orders.values() if not order.run_id)
    able = world.call("match_instruments", {"assay": waiting.assay})
    nowhere = {"assay": waiting.assay, "laboratory": "Moon"}
    refuse(world, "no laboratory Moon; there are .*North Wing", "match_instruments", **nowhere)
    assert len(able) == 2
    assert len({row["laboratory"] for row in able}) == 2
    unable = next(one for one in world.instruments.values() if waiting.assay not in one.assays)
    here: dict[str, Any] = {"instrument_id": able[0]["instrument_id"], "order_ids": [waiting.id]}
    day, tool = str(world.today), "queue_run"
    when = {"run_on": day, "loaded_at": "08:00", "operator": "A"}
    past = {**when, "run_on": str(world.today - timedelta(days=1))}
    refuse(world, "is in run", tool, **{**here, "order_ids": [done.id]}, **when)
    refuse(world, "named more than once", tool, **{**here, "order_ids": [waiting.id] * 2}, **when)
    refuse(world, "does not do", tool, **{**here, "instrument_id": unable.id}, **when)
    refuse(world, "in the past", tool, **here, **past)
    refuse(world, "invalid argument", tool, **here, **{**when, "loaded_at": "24:00"})
    small = min(world.instruments.values(), key=lambda one: int(one.capacity))
    many = {"instrument_id": small.id, "order_ids": [f"AO-{n}" for n in range(small.capacity + 1)]}
    refuse(world, f"takes {small.capacity} orders a run", tool, **many, **when)
    made = world.call(tool, {**here, **when})
    assert world.orders[waiting.id].run_id == made["run_id"]
    waiting.run_id = None
    refuse(world, f"has a run on {day} already", tool, **here, **when)


def test_lookups_filter_and_sort() -> None:
    """Conditions of a lookup hold together, and rows come in a fixed order."""
    for seed in range(8):
        world = make_world(seed)
        every = world.call("query_samples", {"at_most": 50})
        ids = [row["sample_id"] for row in every["samples"]]
        assert ids == sorted(world.samples)
        assert every["total"] == len(ids) == 28
        assert len(world.call("query_samples", {})["samples"]) == 10
        for sample in world.samples.values():
            for fragment in (sample.label.upper(), sample.barcode):
                found = world.call("query_samples", {"fragment": fragment})
                assert [row["sample_id"] for row in found["samples"]] == [sample.id]
        day = str(world.today + timedelta(days=400))
        rows = world.call("query_samples", {"expires_before": day, "status": "available"})
        fitting = [
            one
            for one in world.samples.values()
            if one.status == "available" and str(one.expires_on) < day
        ]
        assert rows["total"] == len(fitting)
        racks = world.call("survey_positions", {"warmest_celsius": -80, "per_rack": 2})
        assert {row["temperature_celsius"] for row in racks} == {-150, -80}
        assert all(len(row["free_positions"]) == 2 for row in racks)

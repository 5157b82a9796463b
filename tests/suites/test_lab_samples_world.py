"""The world of the suite ``lab_samples``: its lookups, its refusals, and what they leave alone."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from suites.lab_samples_play import make_world
from suites.suite_facts import refuse

from toolbench_ood.world.kit import read_pages

SUITED = {
    "plasma": "il6_elisa",
    "serum": "crp_turbidimetry",
    "whole_blood": "hba1c_hplc",
    "urine": "creatinine_panel",
    "dna": "snp_array",
    "rna": "rnaseq_library",
}
"""One assay that is done on each material."""


def usable(lab: Any, **wanted: Any) -> Any:
    """Return an available sample with the given fields that may be used."""
    return next(
        sample
        for sample in lab.samples.values()
        if sample.status == "available"
        and lab.donors[sample.donor_id].consent == "granted"
        and sample.expiry_date > lab.today
        and all(getattr(sample, name) == value for name, value in wanted.items())
    )


def of_status(lab: Any, status: str) -> Any:
    """Return a sample with a status."""
    return next(sample for sample in lab.samples.values() if sample.status == status)


def withdrawn(lab: Any) -> Any:
    """Return a sample of the donor who has withdrawn consent."""
    samples = lab.samples.values()
    return next(one for one in samples if lab.donors[one.donor_id].consent == "withdrawn")


def free_location(lab: Any, celsius: int = -150) -> dict[str, str]:
    """Return a free location in a freezer of a temperature."""
    freezer = next(each for each in lab.freezers.values() if each.temperature_celsius == celsius)
    rack_id = freezer.rack_ids[0]
    return {"rack_id": rack_id, "position": lab.free_positions(rack_id)[0]}


def new_aliquot(lab: Any, **changes: Any) -> dict[str, Any]:
    """Describe an aliquot to be made."""
    return {"label": "new", "volume_ul": 10, "location": free_location(lab), **changes}


def test_unknown_ids_are_refused() -> None:
    """Every lookup says what does not exist."""
    world = make_world()
    lab = world.lab
    place, order = free_location(lab), {"assay": "snp_array", "volume_ul": 5}
    none = {"sample_id": "SM-1"}
    refuse(world, r"no sample SM-1;", "get_sample", **none)
    refuse(world, r"no donor DN-1;", "get_donor", donor_id="DN-1")
    refuse(world, r"no freezer FZ-1;", "list_freezer_alarms", freezer_id="FZ-1")
    refuse(world, r"no sample SM-1;", "move_sample", **none, location=place)
    known, nowhere = {"sample_id": usable(lab).id}, {"rack_id": "RK-1", "position": "A1"}
    refuse(world, r"no rack RK-1;", "move_sample", **known, location=nowhere)
    refuse(world, r"no sample SM-1;", "create_aliquots", **none, aliquots=[new_aliquot(lab)])
    refuse(world, r"no sample SM-1;", "set_sample_status", sample_ids=["SM-1"], status="available")
    refuse(world, r"no sample SM-1;", "request_assay", **none, **order)
    when = {"date": str(lab.today), "start_time": "08:00", "operator": "A"}
    run = {"instrument_id": next(iter(lab.instruments)), "request_ids": ["RQ-1"], **when}
    refuse(world, "no instrument IN-1", "schedule_run", **{**run, "instrument_id": "IN-1"})
    refuse(world, "no assay request RQ-1", "schedule_run", **run)


def test_locations_are_guarded() -> None:
    """A sample goes only to a free, cold enough location, and only while it exists."""
    world = make_world()
    lab, tool = world.lab, "move_sample"
    sample = usable(lab, max_temperature_celsius=-80)
    other = next(one for one in lab.samples.values() if one.location and one is not sample)
    cold, warm = free_location(lab), free_location(lab, -20)
    taken = {"rack_id": sample.location.rack_id, "position": sample.location.position}
    here = {"sample_id": sample.id}
    refuse(world, f"is occupied by sample {sample.id}", tool, **here, location=taken)
    refuse(world, "is at -20 °C, but sample .* needs -80 °C", tool, **here, location=warm)
    gone = of_status(lab, "discarded").id
    refuse(world, "has been discarded", tool, sample_id=gone, location=cold)
    refuse(world, "invalid argument", tool, **here, location={**cold, "position": "D9"})
    moved = world.call(tool, {**here, "location": cold})
    assert (moved["location"], moved["previous_location"]) == (cold, taken)
    assert world.call("get_sample", here)["location"] == cold
    refuse(world, "is occupied by", tool, sample_id=other.id, location=cold)


def test_alarms_are_paged() -> None:
    """From page to page a freezer's alarms, and no other's, are shown once, the newest first."""
    world = make_world(1)
    tool = "list_freezer_alarms"
    for id_ in world.lab.freezers:

        def call(name: str, **given: Any) -> Any:
            return world.call(name, given)

        pages = [page["alarms"] for page in read_pages(call, tool, freezer_id=id_, limit=1)]
        assert all(len(page) <= 1 for page in pages)
        shown = [row for page in pages for row in page]
        mine = [alarm.id for alarm in world.lab.alarms.values() if alarm.freezer_id == id_]
        assert sorted(row["id"] for row in shown) == sorted(mine)
        days = [row["date"] for row in shown]
        assert days == sorted(set(days), reverse=True)
        refuse(world, "not a cursor of this list", tool, freezer_id=id_, cursor="1")


def test_aliquots_are_guarded() -> None:
    """They need a usable sample with enough in it, and a location of their own each."""
    world = make_world()
    lab, tool = world.lab, "create_aliquots"
    sample = usable(lab, max_temperature_celsius=-80)
    here, one = {"sample_id": sample.id}, new_aliquot(lab)
    refuse(world, "for more than one aliquot", tool, **here, aliquots=[one, {**one, "label": "b"}])
    much, warm = {**one, "volume_ul": 1999}, {**one, "location": free_location(lab, -20)}
    refuse(world, "holds .* µL, not 1999", tool, **here, aliquots=[much])
    refuse(world, "is at -20 °C", tool, **here, aliquots=[warm])
    refuse_unusable(world, tool, aliquots=[one])
    before = sample.volume_ul
    made = world.call(tool, {**here, "aliquots": [one]})
    assert made["remaining_volume_ul"] == sample.volume_ul == before - 10
    new = lab.samples[made["aliquots"][0]["id"]]
    assert re.fullmatch(r"0\d{9}", new.barcode)
    assert (new.material, new.donor_id, new.parent_id) == (
        sample.material,
        sample.donor_id,
        sample.id,
    )
    world.call(tool, {**here, "aliquots": [new_aliquot(lab)], "discard_rest": True})
    assert (sample.status, sample.volume_ul, sample.location) == ("discarded", 0, None)


def refuse_unusable(world: Any, tool: str, **arguments: Any) -> None:
    """Assert that a tool refuses samples that are set aside, expired, or without consent."""
    lab = world.lab
    expired = next(
        one
        for one in lab.samples.values()
        if one.expiry_date < lab.today and one.status == "available"
    )
    held = of_status(lab, "quarantined")
    refuse(world, "is quarantined and can't be used", tool, sample_id=held.id, **arguments)
    refuse(world, f"expired on .*today is {lab.today}", tool, sample_id=expired.id, **arguments)
    refuse(world, "has withdrawn consent", tool, sample_id=withdrawn(lab).id, **arguments)


def test_statuses_are_guarded() -> None:
    """Discarding is final, and nothing becomes available without the donor's consent."""
    world = make_world()
    lab, tool = world.lab, "set_sample_status"
    sample, gone = usable(lab), of_status(lab, "discarded")
    both = [sample.id, gone.id]
    refuse(world, "which can't be undone", tool, sample_ids=both, status="quarantined")
    refuse(world, "listed more than once", tool, sample_ids=[sample.id] * 2, status="available")
    mine = [withdrawn(lab).id]
    refuse(world, "withdrawn consent", tool, sample_ids=mine, status="available")
    world.call(tool, {"sample_ids": [sample.id], "status": "quarantined", "note": "a"})
    assert (sample.status, sample.note) == ("quarantined", "a")
    place = sample.location
    assert place.position not in lab.free_positions(place.rack_id)
    world.call(tool, {"sample_ids": [sample.id], "status": "discarded"})
    assert sample.location is None
    assert place.position in lab.free_positions(place.rack_id)


def test_requests_are_guarded() -> None:
    """A request needs a usable sample of a suitable material with enough in it."""
    world = make_world()
    lab, tool = world.lab, "request_assay"
    sample = usable(lab)
    here, assay = {"sample_id": sample.id}, SUITED[sample.material]
    unsuitable = "rna_integrity" if sample.material != "rna" else "snp_array"
    words = f"can't be done on {sample.material}, only on"
    refuse(world, words, tool, **here, assay=unsuitable, volume_ul=5)
    refuse_unusable(world, tool, assay="snp_array", volume_ul=5)
    sample.volume_ul = 7.5
    refuse(world, "holds 7.5 µL, not 8.0", tool, **here, assay=assay, volume_ul=8)
    made = world.call(tool, {**here, "assay": assay, "volume_ul": 7.5})
    assert made["remaining_volume_ul"] == sample.volume_ul == 0
    assert lab.requests[made["id"]].priority == "routine"
    shown = world.call("get_sample", here)["requests"]
    assert made["id"] in {row["id"] for row in shown}
    assert all(row["sample_id"] == sample.id for row in shown)


def test_runs_are_guarded() -> None:
    """A run has pending requests that the instrument does, fits it, and has its day alone."""
    world = make_world()
    lab, tool = world.lab, "schedule_run"
    done = next(each for each in lab.requests.values() if each.run_id)
    pending, other = [each for each in lab.requests.values() if not each.run_id][:2]
    able = world.call("list_instruments", {"assay": pending.assay})
    assert len({row["laboratory"] for row in able}) == len(able) == 2
    nowhere = {"assay": pending.assay, "laboratory": "Moon"}
    refuse(world, "no laboratory Moon.*North Wing", "list_instruments", **nowhere)
    unable = next(one for one in lab.instruments.values() if pending.assay not in one.assays)
    day, past = str(lab.today), str(lab.today - timedelta(days=1))
    run: dict[str, Any] = {"instrument_id": able[0]["id"], "request_ids": [pending.id]}
    run |= {"date": day, "start_time": "08:00", "operator": "A"}
    refuse(world, "is already in run", tool, **{**run, "request_ids": [done.id]})
    refuse(world, "listed more than once", tool, **{**run, "request_ids": [pending.id] * 2})
    refuse(world, "can't do", tool, **{**run, "instrument_id": unable.id})
    refuse(world, "in the past", tool, **{**run, "date": past})
    refuse(world, "invalid argument", tool, **{**run, "start_time": "24:00"})
    lab.instruments[unable.id] = replace(unable, max_requests=1)
    many = {"instrument_id": unable.id, "request_ids": [pending.id, other.id]}
    refuse(world, "takes 1 requests per run, not 2", tool, **{**run, **many})
    made = world.call(tool, run)
    assert lab.requests[pending.id].run_id == made["id"]
    pending.run_id = None
    refuse(world, f"already has a run on {day}", tool, **run)


def test_lookups_filter_and_sort() -> None:
    """Conditions of a lookup hold together, and rows come in a fixed order, page by page."""
    for seed in range(8):
        world = make_world(seed)

        def call(name: str, **given: Any) -> Any:
            return world.call(name, given)  # noqa: B023  # called in this round only

        lab = world.lab
        pages = list(read_pages(call, "search_samples"))
        ids = [row["id"] for page in pages for row in page["samples"]]
        assert ids == sorted(lab.samples)
        assert {page["total"] for page in pages} == {len(ids)} == {28}
        for sample in lab.samples.values():
            for text in (sample.label.upper(), sample.barcode):
                found = call("search_samples", text=text)["samples"]
                assert [row["id"] for row in found] == [sample.id]
        day = str(lab.today + timedelta(days=400))
        found = call("search_samples", expires_before=day, status="available")
        fitting = [
            one
            for one in lab.samples.values()
            if one.status == "available" and str(one.expiry_date) < day
        ]
        assert found["total"] == len(fitting)
        cold = call("list_freezers", max_temperature_celsius=-80)
        assert [row["temperature_celsius"] for row in cold] == [-150, -80, -80]
        for rack in (rack for row in cold for rack in row["racks"]):
            assert rack["free_positions"] == lab.free_positions(rack["id"])
            assert len(rack["free_positions"]) >= 4

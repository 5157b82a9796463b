"""Steps that the solutions of several tasks have in common."""

import datetime as dt
from typing import Any

from toolbench_ood import Caller

from .records import HOURS, Clinician, Shift, Ward
from .rules import REST_HOURS

Row = dict[str, Any]
Request = tuple[str, Row]
"""A tool and its arguments, for ``call.together``."""


def find_ward(call: Caller, ward: Ward) -> Row:
    """Look a ward up by its name and site."""
    wards: list[Row] = call("list_wards", site=ward.site)["wards"]
    return next(row for row in wards if row["name"] == ward.name)


def shifts_like(ward_id: str, shift: Shift) -> Request:
    """Return the call that lists the shift of a ward, day and type: it alone."""
    return "list_shifts", {"ward_id": ward_id, "date": shift.date, "type": shift.type}


def find_shift(call: Caller, ward_id: str, shift: Shift) -> Row:
    """Look the shift of a ward, day and type up."""
    tool, given = shifts_like(ward_id, shift)
    row: Row = call(tool, **given)["shifts"][0]
    return row


def search(name: str) -> Request:
    """Return the call that searches for a person."""
    return "search_clinicians", {"name": name}


def find_ids(call: Caller, *people: Clinician) -> list[str]:
    """Look people up by their names, in one message."""
    found = call.together(*(search(person.name) for person in people))
    return [str(result["clinicians"][0]["id"]) for result in found]


def get_people(call: Caller, ids: list[str]) -> list[Row]:
    """Read everything about several people in one message."""
    return call.together(*(("get_clinician", {"clinician_id": id_}) for id_ in ids))


def get_person(call: Caller, person: Clinician) -> Row:
    """Look a person up by name and read everything about them."""
    row: Row = get_people(call, find_ids(call, person))[0]
    return row


def nurse_on(shift: Row, name: str) -> str:
    """Return the id of the nurse of this name on a shift."""
    return str(next(nurse["id"] for nurse in shift["nurses"] if nurse["name"] == name))


def is_away(person: Row, day: dt.date) -> bool:
    """Whether someone is on leave that day."""
    return any(row["start_date"] <= str(day) <= row["end_date"] for row in person["leave"])


def hours_left(person: Row) -> int:
    """Return how many more hours someone can work in the week."""
    return int(person["max_weekly_hours"]) - int(person["assigned_hours"])


def can_work(person: Row, shift: Row) -> bool:
    """Whether leave, rest and hours let someone work a shift."""
    return (
        not is_away(person, shift["date"])
        and all(_rest(shift, other) >= REST_HOURS for other in person["shifts"])
        and hours_left(person) >= shift["hours"]
    )


def _rest(one: Row, other: Row) -> int:
    (start, end), (other_start, other_end) = _span(one), _span(other)
    return max(other_start - end, start - other_end)


def _span(shift: Row) -> tuple[int, int]:
    midnight = dt.date.fromisoformat(shift["date"]).toordinal() * 24
    start, end = HOURS[shift["type"]]
    return midnight + start, midnight + end

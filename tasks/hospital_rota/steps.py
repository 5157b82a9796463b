"""Steps that the solutions of several tasks have in common; they know results alone."""

import datetime as dt
import re

from toolbench_ood.task.solution import Caller
from toolbench_ood.types.value import Json

from .records import HOURS, REST_HOURS, Duty, Ward


def find_ward(call: Caller, ward: Ward) -> Json:
    """Look a ward up by its name and site."""
    found = call("audit_wards", hospital_site=ward.site)
    return next(one for one in found if one["ward_name"] == ward.name)


def find_duty(call: Caller, ward_id: Json, duty: Duty) -> Json:
    """Look the duty of a ward, day and band up."""
    found = call("audit_duties", ward_id=ward_id, duty_day=duty.day, duty_band=duty.band)
    return found["duties"][0]


def find_people(call: Caller, *names: str) -> list[Json]:
    """Look people up by their full names, in one message."""
    found = call.together(*(("audit_staff", {"surname_or_given": name}) for name in names))
    return [result["staff"][0] for result in found]


def view_people(call: Caller, ids: list[Json]) -> list[Json]:
    """Read everything about several people in one message."""
    return call.together(*(("audit_clinician", {"clinician_id": id_}) for id_ in ids))


def duty_on(view: Json, day: dt.date) -> str:
    """Return the id of a clinician's duty on a day, from a result of ``audit_clinician``."""
    return str(next(one["duty_id"] for one in view["duties"] if one["day"] == str(day)))


def id_in_crew(duty: Json, name: str) -> str:
    """Return the id of somebody in a crew, from a result that shows a duty."""
    return str(next(one["clinician_id"] for one in duty["crew"] if one["name"] == name))


def may_do(view: Json, duty: Json) -> bool:
    """Whether leave, rest and hours let somebody do a duty, as far as results tell."""
    if any(one["from"] <= duty["day"] <= one["until"] for one in view["leave"]):
        return False
    if any(_rest(duty, other) < REST_HOURS for other in view["duties"]):
        return False
    return bool(duty["hours"] <= view["hours_of_the_week"]["left"])


def is_away(view: Json, day: dt.date) -> bool:
    """Whether somebody is on leave that day."""
    return any(one["from"] <= str(day) <= one["until"] for one in view["leave"])


def duty_id_in(words: str) -> str:
    """Pick the id of a duty out of a refusal."""
    found = re.findall(r"DT-\d+", words)
    return str(found[-1])


def _rest(one: Json, other: Json) -> int:
    (begin, end), (other_begin, other_end) = _span(one), _span(other)
    return max(other_begin - end, begin - other_end)


def _span(duty: Json) -> tuple[int, int]:
    midnight = dt.date.fromisoformat(duty["day"]).toordinal() * 24
    begin, end = HOURS[duty["band"]]
    return midnight + begin, midnight + end

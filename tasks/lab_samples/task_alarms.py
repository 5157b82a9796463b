"""Reading freezers' alarms, page by page."""

import datetime as dt
from random import Random

from toolbench_ood import Ask, Caller, Turns, task

from .draw import draw_alarms
from .records import Alarm, Freezer
from .rules import Lab
from .wording import CAUSES
from .world import Biobank


@task(kind="aggregate")
def adds_up_the_minutes_of_alarms(world: Biobank, rng: Random) -> Turns:
    """Go back through a freezer's alarms to a day, and add up those with one cause."""
    lab = world.lab
    freezer = rng.choice(list(lab.freezers.values()))
    alarms = _draw_many_alarms(lab, rng, freezer)
    since, cause = alarms[rng.randrange(22, 25)].date, rng.choice(alarms[:15]).cause
    total = sum(each.minutes for each in alarms if each.cause == cause and each.date >= since)

    def solution(call: Caller) -> str:
        rows = call("list_freezers")
        id_ = next(row["id"] for row in rows if row["name"] == freezer.name)
        page = call("list_freezer_alarms", freezer_id=id_)
        found = list(page["alarms"])
        while dt.date.fromisoformat(found[-1]["date"]) >= since:
            page = call("list_freezer_alarms", freezer_id=id_, cursor=page["next_cursor"])
            found += page["alarms"]
        counted = (row for row in found if row["cause"] == cause and row["date"] >= str(since))
        return str(sum(row["minutes"] for row in counted))

    reply = yield Ask(
        f"For how many minutes in total has the freezer {freezer.name} had alarms caused by "
        f"{CAUSES[cause]}, from {since} until today, both days included? Reply with just the "
        "number.",
        paraphrase=f"Add up the duration of all alarms since {since} (including any on that day) "
        f"that the freezer {freezer.name} has had because of {CAUSES[cause]}. Give me only the "
        "total number of minutes.",
        solution=solution,
    )
    assert reply.number() == total


def _draw_many_alarms(lab: Lab, rng: Random, freezer: Freezer) -> list[Alarm]:
    """Let a freezer have had many alarms; return them, the newest first."""
    for alarm in lab.alarms_of(freezer.id):
        del lab.alarms[alarm.id]
    draw_alarms(rng, lab, freezer, rng.randrange(26, 30))
    return lab.alarms_of(freezer.id)

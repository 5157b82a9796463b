"""Steps that the solutions of several tasks have in common; they know results alone."""

from toolbench_ood.tasks.solution import Caller
from toolbench_ood.types.value import Json

from .records import Patron, Work


def find_work(call: Caller, work: Work) -> str:
    """Look a work's id up by its title."""
    return work_in(call("consult_catalogue", title_words=work.title), work)


def find_patron(call: Caller, patron: Patron) -> str:
    """Look a patron's id up by name."""
    return str(call("consult_patrons", patron_name_part=patron.name)[0]["patron_id"])


def find_both(call: Caller, work: Work, patron: Patron) -> tuple[str, str]:
    """Look a work's and a patron's id up in one message."""
    listed, people = call.together(
        ("consult_catalogue", {"title_words": work.title}),
        ("consult_patrons", {"patron_name_part": patron.name}),
    )
    return work_in(listed, work), str(people[0]["patron_id"])


def work_in(listed: Json, work: Work) -> str:
    """Return the id of the work with this very title from a page of the catalogue."""
    return str(next(one["work_id"] for one in listed["works"] if one["title"] == work.title))


def on_shelf(view: Json, branch: str) -> list[str]:
    """Return the ids of the lending copies on a branch's shelf from ``consult_work``."""
    return [
        str(copy["copy_id"])
        for copy in view["copies"]
        if (copy["branch"], copy["whereabouts"], copy["use"]) == (branch, "on_shelf", "lending")
    ]

"""Steps that the solutions of several tasks have in common."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from toolbench_ood import Caller, Json

from .records import AssayRequest, Location

Request = tuple[str, dict[str, Any]]
"""A tool and its arguments, for ``call.together``."""


def find_ids(call: Caller, *texts: str) -> list[str]:
    """Look samples up by label or barcode, in one message, and return their ids."""
    found = call.together(*(("search_samples", {"text": text}) for text in texts))
    return [str(each["samples"][0]["id"]) for each in found]


def find_id(call: Caller, text: str) -> str:
    """Look a sample up by its label or barcode, and return its id."""
    return find_ids(call, text)[0]


def get_samples(call: Caller, ids: Iterable[str]) -> list[Json]:
    """Open several samples in one message."""
    return call.together(*(("get_sample", {"sample_id": id_}) for id_ in ids))


def find_sample(call: Caller, text: str) -> Json:
    """Look a sample up by its label or barcode, and open it."""
    return call("get_sample", sample_id=find_id(call, text))


def donors_samples(call: Caller, sample: Json) -> list[Json]:
    """List all samples of a sample's donor."""
    samples: list[Json] = call("get_donor", donor_id=sample["donor_id"])["samples"]
    return samples


def freezers_for(sample: Json) -> Request:
    """List the freezers that are cold enough for a sample."""
    return "list_freezers", {"max_temperature_celsius": sample["max_temperature_celsius"]}


def first_free(freezer: Json) -> Json:
    """Return the first free location in a freezer."""
    rack = next(rack for rack in freezer["racks"] if rack["free_positions"])
    return {"rack_id": rack["id"], "position": rack["free_positions"][0]}


def move(sample_id: str, location: Json | Location) -> Request:
    """Move a sample."""
    place = asdict(location) if isinstance(location, Location) else location
    return "move_sample", {"sample_id": sample_id, "location": place}


def request(wanted: AssayRequest, sample_id: str) -> Request:
    """Request an assay on a sample, leaving out what has a default."""
    given = {
        name: value
        for name, value in asdict(wanted).items()
        if value and name not in {"id", "sample_id", "run_id"}
    }
    return "request_assay", {"sample_id": sample_id, **given}

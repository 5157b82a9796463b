"""Tools of a biobank that none of the tasks needs."""

import datetime as dt
from collections.abc import Mapping
from random import Random
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood import ToolError, decoy
from toolbench_ood.world.kit import find

from .records import AssayRequest, Donor, Sample
from .world import Biobank


def _stored(world: Biobank) -> list[Sample]:
    return [sample for sample in world.lab.samples.values() if sample.location]


def _an_extension(world: Biobank, rng: Random) -> Mapping[str, Any]:
    sample = rng.choice(_stored(world))
    day = sample.expiry_date + dt.timedelta(days=rng.randrange(30, 200))
    return {"sample_id": sample.id, "expiry_date": day}


@decoy(_an_extension)
def extend_expiry(world: Biobank, sample_id: str, expiry_date: dt.date) -> Sample:
    """Extend the expiry date of a sample.

    Args:
        sample_id: Id of the sample.
        expiry_date: The new last day of use, later than the old one, as YYYY-MM-DD.
    """
    sample = world.lab.sample(sample_id)
    if expiry_date <= sample.expiry_date:
        raise ToolError(f"Sample {sample_id} already expires on {sample.expiry_date}.")
    sample.expiry_date = expiry_date
    return sample


def _a_new_label(world: Biobank, rng: Random) -> Mapping[str, Any]:
    return {"sample_id": rng.choice(_stored(world)).id, "label": f"relabelled {rng.random():.4f}"}


@decoy(_a_new_label)
def relabel_sample(
    world: Biobank, sample_id: str, label: Annotated[str, Field(min_length=1)]
) -> Sample:
    """Change the label of a sample.

    Args:
        sample_id: Id of the sample.
        label: The new label.
    """
    sample = world.lab.sample(sample_id)
    sample.label = label
    return sample


def _a_consent(world: Biobank, rng: Random) -> Mapping[str, Any]:
    consenting = [row.id for row in world.lab.donors.values() if row.consent == "granted"]
    return {"donor_id": rng.choice(consenting)}


@decoy(_a_consent)
def withdraw_consent(world: Biobank, donor_id: str) -> Donor:
    """Record that a donor has withdrawn consent, so that no sample of theirs can be used.

    Args:
        donor_id: Id of the donor.
    """
    donor = world.lab.donor(donor_id)
    if donor.consent == "withdrawn":
        raise ToolError(f"Donor {donor_id} has already withdrawn consent.")
    donor.consent = "withdrawn"
    return donor


def _a_pending_request(world: Biobank, rng: Random) -> Mapping[str, Any]:
    pending = [row.id for row in world.lab.requests.values() if row.run_id is None]
    return {"request_id": rng.choice(pending)}


@decoy(_a_pending_request)
def cancel_assay_request(world: Biobank, request_id: str) -> AssayRequest:
    """Cancel an assay request that isn't in a run yet; the volume taken for it is lost.

    Args:
        request_id: Id of the assay request.
    """
    request = find(world.lab.requests, request_id, "assay request")
    if request.run_id is not None:
        raise ToolError(f"Request {request_id} is already in run {request.run_id}.")
    return world.lab.requests.pop(request_id)

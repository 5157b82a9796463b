"""Runs of a series that were played by other means, such as the jobs of an array."""

from dataclasses import replace
from pathlib import Path

from toolbench_ood.policy.find import is_scripted
from toolbench_ood.run.folder import HEADER, RunFolder
from toolbench_ood.run.planned import plan_run
from toolbench_ood.run.settings import Settings
from toolbench_ood.series.changed_options import changed_options
from toolbench_ood.series.find_checkpoints import Found
from toolbench_ood.series.unit import Suites
from toolbench_ood.types.errors import UserError

_OWN = frozenset({"model", "base_model", "shard", "base_urls", "concurrency", "workers"})
"""What each run may have for itself. Models are compared by their fingerprints."""


def require_run_of(found: Found, folder: Path, settings: Settings, suites: Suites) -> None:
    """Refuse a run that stands in a checkpoint's folder and is not the one to be played there.

    Args:
        found: the checkpoint.
        folder: that of its run; nothing is refused where none is begun.
        settings: those of the series.
        suites: likewise.

    Raises:
        UserError: the run is of another model, or has other settings.
    """
    if not (folder / HEADER).exists():
        return
    before = RunFolder.open(folder).header
    wanted = plan_run(replace(settings, model=found.model), suites.loaded).model
    # A scripted model has no files, so it is its name.
    same = before.model.fingerprint == wanted.ref.fingerprint()
    if not same or (is_scripted(found.model) and before.model.name != found.model):
        raise UserError(
            f"{folder} holds a run of {before.model.name}, which is another model than "
            f"{found.model}; remove the run, or give the checkpoint another label, as in "
            f"second={found.model}"
        )
    changed = changed_options(before.settings, wanted.settings, _OWN)
    if changed:
        raise UserError(
            f"{folder} holds a run with other options: {changed}; give those of the run, or remove "
            "it to play it anew"
        )

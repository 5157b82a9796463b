"""Make the entry of a run."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from toolbench_ood.leaderboard.entry import SCHEMA_VERSION, Choices, Entry
from toolbench_ood.leaderboard.scrub import scrub
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record, record_as_dict
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.header import ModelEntry, RunHeader
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.sources import resume_command
from toolbench_ood.score.scores import make_scores
from toolbench_ood.types.errors import UserError


def make_entry(run: RunFolder, name: str | None = None) -> Entry:
    """Make the entry of a finished run.

    Args:
        run: the run.
        name: how the entry is called; the model's name when not given.

    Raises:
        UserError: cases are missing or not scored, or the records are of other cases.
    """
    header, records = run.header, run.records()
    _require_whole(run.path, header, records)
    model = _published_model(header.model)
    entry = Entry(
        schema_version=SCHEMA_VERSION,
        name=name or model.name,
        date=_first_day(records),
        model=model,
        id_formats=header.id_formats,
        id_content=header.id_content,
        suites=header.suites,
        formats=header.formats,
        shifts=header.shifts,
        chat=header.chat,
        choices=_choices(header.settings),
        departures=header.departures,
        engine=header.engine,
        versions=header.versions,
        cases_digest=header.cases_digest,
        records_digest=records_digest(records),
        scores=make_scores(records, header),
    )
    return Entry.model_validate(scrub(entry.model_dump(mode="json")))


def records_digest(records: Iterable[Record]) -> str:
    """Hash the records, sorted by case, without their times."""
    digest = hashlib.sha256()
    for record in sorted(records, key=lambda record: record.case):
        values = record_as_dict(record)
        values.pop("time")
        digest.update(json.dumps(values, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def _require_whole(path: Path, header: RunHeader, records: Sequence[Record]) -> None:
    stops = Counter(record.stop for record in records if not record.stop.scored)
    missing = header.cases - len(records)
    if stops or missing > 0:
        raise UserError(
            f"{path} is not finished: of {header.cases} cases {missing} were not played, "
            f"{stops[Stop.ENGINE_ERROR]} failed in the engine and {stops[Stop.PROGRAM_ERROR]} in "
            f"the program; finish it with: {resume_command(path, header.settings)}; then add it"
        )
    names = "\n".join(sorted(record.case for record in records))
    if hashlib.sha256(names.encode()).hexdigest() != header.cases_digest:
        raise UserError(
            f"the records in {path} are not of the cases that its run.json names; the files were "
            "edited by hand; evaluate again"
        )


def _published_model(model: ModelEntry) -> ModelEntry:
    """Cut the path of a model on disk to its folder's name."""
    if model.kind != "local":
        return model
    return model.model_copy(update={"name": Path(model.name).name or model.name})


def _choices(settings: Settings) -> Choices:
    return Choices(**{name: getattr(settings, name) for name in Choices.model_fields})


def _first_day(records: Sequence[Record]) -> str:
    started = min(record.time.started for record in records)
    return datetime.fromtimestamp(started, UTC).date().isoformat()

"""The published form of a run's result; ``leaderboards/entry.schema.json`` is made from it."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from toolbench_ood.rollout.limits import Limits
from toolbench_ood.run.header import (
    ChatEntry,
    FormatEntry,
    IdContent,
    IdFormats,
    ModelEntry,
    ShiftEntry,
    SuiteEntry,
    Versions,
)
from toolbench_ood.score.scores import Scores
from toolbench_ood.tasks.case import NO_SHIFT
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.generation import Sampling
from toolbench_ood.types.value import Json

SCHEMA_VERSION: Final = 2
"""Raised whenever a key or the meaning of one changes, grading included."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SHA256 = r"^[0-9a-f]{64}$"


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Choices(_Closed):
    """What was chosen about the run and decides its result."""

    profile: str
    seeds: int = Field(ge=1)
    """Every task was played with so many seeds."""
    shifts: tuple[str, ...] = (NO_SHIFT,)
    """Content shifts in which tasks were played."""
    arms: tuple[str, ...] = (STRICT,)
    """Arms in which every case was played."""
    keyword: str | None
    """Expression that chose among the cases; None: all were played."""
    limit: int | None
    """At most so many cases were played; None: all were."""
    history: Literal["append", "template"]
    """Whether prompts only grew, or were rendered anew at each step."""
    limits: Limits
    sampling: Sampling
    template_options: dict[str, Json]
    """Passed to the chat template by name."""


class Entry(_Closed):
    """One run on a leaderboard."""

    schema_version: Literal[2]
    name: str = Field(min_length=1)
    """How the entry is called."""
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    """Day on which the first case was played (UTC)."""
    model: ModelEntry
    id_formats: IdFormats
    id_content: IdContent
    suites: dict[str, SuiteEntry]
    formats: dict[str, FormatEntry]
    shifts: dict[str, ShiftEntry] = {}
    chat: ChatEntry
    choices: Choices
    departures: tuple[str, ...] = ()
    """What keeps the run from being compared with others of its profile; empty: nothing does."""
    engine: dict[str, Json]
    """What the engine says of itself; paths are cut to their last part."""
    versions: Versions
    cases_digest: str = Field(pattern=_SHA256)
    """SHA-256 over the sorted ids of the cases."""
    records_digest: str = Field(pattern=_SHA256)
    """SHA-256 over the records, sorted by case, times left out."""
    scores: Scores


def entry_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an entry."""
    schema = Entry.model_json_schema()
    return {"$schema": _DIALECT, "$id": f"urn:toolbench-ood:entry:{SCHEMA_VERSION}", **schema}

"""The record of one case: enough to score it again without a model."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.tasks.session import AskEnd
from toolbench_ood.types.control_span import ControlSpan
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json

_CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """One structural or schema fault, with the message in which it stands."""

    __pydantic_config__ = _CLOSED

    message: int
    """Index into the record's messages."""
    code: str
    severity: Literal["benign", "deterministic", "judgement", "unrecoverable"]
    start: int
    end: int
    """Character offsets in that message's text."""
    call_index: int | None
    kind: str
    detail: str

    @property
    def breaks(self) -> bool:
        """Whether it is of the structure, not of a tool's schema, and above benign."""
        return self.severity != "benign" and not self.code.startswith("S")

    @property
    def pollutes(self) -> bool:
        """Whether it breaks by something in the text; P1_NO_CALL is of what is not there."""
        return self.breaks and self.code != Code.P1_NO_CALL


@dataclass(frozen=True, slots=True)
class CallEntry:
    """One call that could be read from a well-formed message."""

    __pydantic_config__ = _CLOSED

    message: int
    """Index into the record's messages."""
    name: str
    arguments: dict[str, Json]
    status: Literal["ok", "tool_error", "refused"]
    """Carried out; refused by the world's rules; or refused before the world saw it (schema)."""
    result: str
    """The text that went back to the model."""


@dataclass(frozen=True, slots=True)
class AskEntry:
    """One ask of the task: what its solution does, and what became of it."""

    __pydantic_config__ = _CLOSED

    calls: int
    """Calls that the solution makes; 0: it is to be answered without a call."""
    steps: int
    """Messages of calls that the solution writes in a format of several calls a message."""
    writes: int
    """Calls of the solution that change the world."""
    writes_reached: int
    """How many of these the model made, in the solution's order and before it answered."""
    end: AskEnd
    done: bool | None
    """Whether all that the solution changes by the end of the ask was so when the model answered
    it, whatever else had changed; None: the model did not answer it."""
    closed_by: int | None
    """Index of the message that answered it; None: the model did not answer it."""


@dataclass(frozen=True, slots=True)
class MessageEntry:
    """One message of the conversation."""

    __pydantic_config__ = _CLOSED

    role: Literal["system", "developer", "user", "tool", "assistant"]
    text: str
    """The words; for the assistant the whole message but the closing end-of-turn token."""
    tokens: list[int] | None = None
    """Assistant only: every token id that the model wrote, the end of turn included."""
    finish: Literal["stop", "length"] | None = None
    """Assistant only: whether the model ended the message or a budget did."""
    prompt_tokens: int | None = None
    """Assistant only: tokens of the prompt that it answered."""
    resent_tokens: int | None = None
    """Assistant only: how many of those had been sent or generated in the step before."""
    cached_tokens: int | None = None
    """Assistant only: how many of the prompt's tokens the engine's prefix cache served."""
    given: int = 0
    """Assistant only: how many characters of the text an arm wrote; their tokens are the prompt's.
    """
    controls: tuple[ControlSpan, ...] | None = None
    """Assistant only: where control tokens stand in the text, each as ``[start, end, id]``; None:
    unknown, as in older records and those of scripted models."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a case ran; the only part of a record that two equal runs may differ in."""

    __pydantic_config__ = _CLOSED

    started: float
    """Seconds since the epoch."""
    seconds: float
    """Wall time from the first request to the verdict."""


@dataclass(frozen=True, slots=True)
class Record:
    """The result of one case."""

    __pydantic_config__ = _CLOSED

    case: str
    """The case's id."""
    task: str
    """Id of the task within its suite."""
    suite: str
    split: Literal["train", "held_out"]
    shift: str
    format: str
    arm: str
    """How much help the model got."""
    seed: int
    sample: int
    """Which of several tries at the same case this is."""
    kind: str
    """What the task demands."""
    solved: bool
    """Every assert of the task held."""
    well_formed: bool
    """No message holds a structural finding above benign."""
    stop: Stop
    failure: str
    """The check that failed, or why the case could not go on; empty when solved."""
    asks: list[AskEntry]
    """All asks of the task, those that were not reached included."""
    messages: list[MessageEntry]
    calls: list[CallEntry]
    findings: list[FindingEntry]
    time: Timing


_ADAPTER: TypeAdapter[Record] = TypeAdapter(Record)


def dump_record(record: Record) -> bytes:
    """Serialise a record as one line of JSON, without the newline."""
    return _ADAPTER.dump_json(record)


def load_record(line: bytes | str) -> Record:
    """Read one line of ``records.jsonl`` (pydantic.ValidationError when it is no record)."""
    return _ADAPTER.validate_json(line)


def record_as_dict(record: Record) -> dict[str, Any]:
    """Return the record as plain JSON values."""
    dumped: dict[str, Any] = _ADAPTER.dump_python(record, mode="json")
    return dumped

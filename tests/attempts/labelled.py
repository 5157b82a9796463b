"""The labelled set as typed values: raw messages of models, and whether they attempt a call."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

Label = Literal["attempt", "answer"]
Half = Literal["seen", "held", "fresh"]
AttemptKind = Literal[
    "asked",
    "bracket",
    "escaped",
    "quoted",
    "prefixed",
    "object",
    "key",
    "line",
    "react",
    "tag",
    "foreign",
    "fenced",
    "code",
]
AnswerKind = Literal["prose", "definition", "example", "ordinary_word", "other"]

MESSAGES = Path(__file__).parent / "messages.jsonl"
LONGEST = 3_000
"""Characters of the longest text that is stored."""


class Row(BaseModel):
    """A part of the file; what is not declared is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Tool(Row):
    """A tool as the prompt declared it, reduced to its name and the schema of its parameters."""

    name: str = Field(min_length=1)
    description: str | None = None
    parameters: dict[str, JsonValue]

    def spec(self) -> dict[str, Any]:
        """Return the declaration in the OpenAI function form, which every format reads."""
        function = {
            "name": self.name,
            "description": self.description or "Not recorded.",
            "parameters": self.parameters,
        }
        return {"type": "function", "function": function}


class Source(Row):
    """Where a message was found."""

    repo: str
    path: str
    commit: str | None = Field(pattern="^[0-9a-f]{40}$")
    """None for a thread of a tracker, and for a file whose place the index does not name."""
    row: str
    """The place in the file: a key, a row, or a cell and a step."""
    licence: str


class Message(Row):
    """One raw message with its two labels and what they were settled to."""

    id: str
    model: str
    asked: str
    """The syntax that the prompt asked for, in a word or two."""
    tools: tuple[Tool, ...] = Field(min_length=1)
    text: str | None = Field(max_length=LONGEST)
    """None where the source has no open licence; ``sha256`` identifies the text there."""
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    source: Source
    label: Label
    kind: AttemptKind | AnswerKind
    first: Label
    second: Label
    missed_by: tuple[str, ...]
    """Formats in which neither a call nor a finding was read when the set was built.

    Empty in the half ``fresh``, in which nothing was read before it was labelled.
    """
    half: Half

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        kinds = get_args(AttemptKind if self.label == "attempt" else AnswerKind)
        if self.kind not in kinds:
            raise ValueError(f"{self.id}: {self.kind} is no kind of {self.label}")
        if self.text is not None and digest(self.text) != self.sha256:
            raise ValueError(f"{self.id}: the text has another sha256")
        if self.half != half_of(self.id):
            raise ValueError(f"{self.id}: belongs to the other half")
        return self

    @property
    def names_a_tool(self) -> bool:
        """Whether a declared name stands in the text as it was declared, Markdown escapes aside."""
        return self.kind not in ("other", "ordinary_word")


class Text(BaseModel):
    """A text that is kept outside the repository; other keys of the line are of no interest."""

    id: str
    text: str


def digest(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def half_of(identifier: str) -> Half:
    """Return the half: ``fresh`` where the id says so; else the first byte of its SHA-256 decides.

    It is ``seen`` where that byte is even.
    """
    if identifier.startswith("fresh-"):
        return "fresh"
    return "held" if sha256(identifier.encode()).digest()[0] % 2 else "seen"


def load(texts: Path | None = None) -> tuple[Message, ...]:
    """Read the set, completed by the lines ``{"id", "text"}`` of a file where one is given.

    A text that is neither stored nor in that file stays None. Raises ``ValidationError`` for a row
    that is not as declared, and for a text with another hash than its row.
    """
    known = _texts(texts) if texts else {}
    lines = MESSAGES.read_text(encoding="utf-8").splitlines()
    return tuple(_completed(Message.model_validate_json(line), known) for line in lines)


def _texts(path: Path) -> Mapping[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {one.id: one.text for one in map(Text.model_validate_json, lines)}


def _completed(message: Message, known: Mapping[str, str]) -> Message:
    if message.text is not None or message.id not in known:
        return message
    return Message.model_validate({**message.model_dump(), "text": known[message.id]})

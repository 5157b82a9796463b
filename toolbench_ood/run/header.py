"""``run.json``: everything that determines a run's records."""

from collections import defaultdict
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from toolbench_ood.chat.literals import Constant
from toolbench_ood.chat.result_turn import ResultTurn
from toolbench_ood.chat.thoughts import Thoughts
from toolbench_ood.format.placement import Placement
from toolbench_ood.format.split import HELD_OUT, FormatSplit
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.reasoning import Thinking
from toolbench_ood.types.value import Json

HEADER_VERSION: Final = 4
"""Raised whenever the meaning of a field of ``run.json`` or ``records.jsonl`` changes."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SuiteEntry(_Closed):
    """A suite as it was when the run started."""

    split: str
    version: int
    digest: str


class ShiftEntry(_Closed):
    """A content shift as it was when the run started."""

    digest: str


class SkippedEntry(_Closed):
    """Tasks that a shift does not apply to, and which have no cases in it."""

    shift: str
    reason: str
    tasks: tuple[str, ...]
    """Ids, the suite's name first."""


class ArmEntry(_Closed):
    """An arm: how many cases it has, and why it has none in some formats."""

    cases: int
    obstacles: dict[str, str] = {}
    """Why cases in a format cannot have its help, by the format's name."""


class MarkerEntry(_Closed):
    """One marker of a format in the model's tokens."""

    tokens: int
    control: bool
    """Whether a control token of the model is among them."""
    controls: tuple[str, ...] = ()
    """Those control tokens, which prompts show to the model; empty in runs that are older than
    this entry."""
    substituted: tuple[str, ...]
    """Control tokens that the marker spells and that prompts write as ordinary text."""
    ends_turn: bool
    """Whether it spells a token that ends the model's turn."""


class NativeEntry(_Closed):
    """What the model's chat template writes for tools, for scoring again without the model."""

    reads_with: str
    """The format that reads its calls."""
    turn: ResultTurn
    constants: dict[str, Constant] = {}
    """JSON's true, false and null by what the template writes and the format does not read."""


class FormatEntry(_Closed):
    """A format as it was when the run started."""

    version: int
    digest: str
    axes: dict[str, str]
    split: FormatSplit
    """Whether models may be trained in it."""
    tags: tuple[str, str] | None = None
    """What opens and what closes a section of calls, or a call; None where no two such texts stand
    out from prose."""
    markers: dict[str, MarkerEntry] = {}
    """By the marker's text; empty for a scripted model."""
    call_tokens: int | None = None
    """Tokens of the model that a call without arguments takes beyond its tool's name."""
    native: NativeEntry | None = None
    """For the format ``native`` only."""
    placement: Placement | None = None
    """How its results stand in the turn of the model's chat template; None: as it writes them."""
    thinking: Thinking | None = None
    """How the model's reasoning is read; None: as the format has it."""

    @property
    def shown_controls(self) -> frozenset[str]:
        """Control tokens with which prompts write the markers."""
        return frozenset(text for marker in self.markers.values() for text in marker.controls)


class ModelEntry(_Closed):
    """The model that was evaluated."""

    name: str
    """As the user gave it; of a path, the last part."""
    kind: str
    """``scripted``, ``local`` or ``hub``."""
    fingerprint: dict[str, str]
    """Hashes of configuration, tokenizer and weights."""


class ChatEntry(_Closed):
    """The chat template, and the fallbacks that it needed."""

    fingerprint: dict[str, str]
    history: str
    notes: tuple[str, ...]
    """Each fallback in words, such as a refused system role."""
    earlier_thoughts: Thoughts = "unknown"
    """What the template does with the reasoning of earlier messages, which prompts keep."""


class IdFormatEntry(_Closed):
    """A format that counts as in distribution; it need not be among those that are played."""

    axes: dict[str, str]
    split: FormatSplit


class IdFormats(_Closed):
    """The formats that count as in distribution, because the model was trained in them."""

    formats: dict[str, IdFormatEntry]
    """By name, sorted; empty: every format counts as out of distribution."""
    reason: str
    """How they were determined, in one sentence."""

    @property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self.formats)

    @property
    def held_out(self) -> tuple[str, ...]:
        """Those that are held out; if there are any, the other formats test nothing new."""
        return tuple(name for name, each in self.formats.items() if each.split == HELD_OUT)

    @property
    def words(self) -> str:
        """Their names for a sentence, or ``none``."""
        return ", ".join(self.formats) or "none"


class IdContent(_Closed):
    """The content that counts as in distribution, because training saw it."""

    suites: dict[str, tuple[str, ...]]
    """The content shifts in which training saw a suite, by the suite's name; both sorted. Empty:
    no content is in distribution."""
    held_out: tuple[str, ...] = ()
    """The held-out suites among them; if there are any, the other suites test nothing new."""
    reason: str
    """How it was determined, in one sentence."""

    @property
    def words(self) -> str:
        """The suites with their shifts, for a sentence: ``bank, calendar [lean+terse]``."""
        names: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, shifts in self.suites.items():
            names[shifts].append(name)
        groups = (f"{', '.join(each)} [{', '.join(shifts)}]" for shifts, each in names.items())
        return "; ".join(groups) or "none"


class Versions(_Closed):
    """Versions of everything that determines results."""

    toolbench_ood: str
    engine: dict[str, str]
    """Of the packages that generate, by name."""


class WholeEntry(_Closed):
    """The run of which a folder holds a part."""

    cases: int
    """How many cases it has, in all arms together."""
    cases_digest: str
    """SHA-256 over the sorted ids of its cases."""
    arms: dict[str, int]
    """How many cases it has by arm."""
    departures: tuple[str, ...]
    """Why it is not comparable with published runs; empty if it is."""


class RunHeader(_Closed):
    """The header of a run; two runs with the same header (``made`` aside) repeat each other."""

    version: Literal[4] = HEADER_VERSION
    settings: Settings
    suites: dict[str, SuiteEntry]
    formats: dict[str, FormatEntry]
    shifts: dict[str, ShiftEntry] = {}
    """Those in which there are cases, each by itself where cases join several."""
    arms: dict[str, ArmEntry]
    """By name, ``strict`` among them."""
    skipped: tuple[SkippedEntry, ...] = ()
    departures: tuple[str, ...] = ()
    """Why the run is not comparable with published ones; empty if it is."""
    model: ModelEntry
    chat: ChatEntry
    id_formats: IdFormats
    id_content: IdContent
    engine: dict[str, Json]
    """The engine's description: name, arguments, device."""
    versions: Versions
    cases: int
    """How many cases the run has, in all arms together; of a shard, how many are in it."""
    cases_digest: str
    """SHA-256 over the sorted case ids."""
    whole: WholeEntry | None = None
    """Of a shard, the run that it is a part of; None: the folder holds a whole run.

    Counts of cases, their digest and the departures are the shard's; all else is the whole run's.
    """
    made: dict[str, str]
    """Time, Python, platform and number of worker processes; no effect on results."""

    @property
    def strict_cases(self) -> int:
        """How many cases the run has without help."""
        helped = sum(entry.cases for arm, entry in self.arms.items() if arm != STRICT)
        return self.cases - helped

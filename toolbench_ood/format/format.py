"""A format: how it declares tools, writes calls and results, and reads messages."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from toolbench_ood.format.declaration.declare import declare, example_texts
from toolbench_ood.format.disagreement import Disagreement, find_disagreement
from toolbench_ood.format.generate.name import is_generated
from toolbench_ood.format.placement import Placement
from toolbench_ood.format.schema_check import schema_findings
from toolbench_ood.format.shared import shared_texts
from toolbench_ood.format.source import Source
from toolbench_ood.format.spec import FormatSpec
from toolbench_ood.format.split import HELD_OUT, FormatSplit, generated_split
from toolbench_ood.format.template import Templates
from toolbench_ood.format.tools import Declared, checked_functions, sound_functions
from toolbench_ood.format.writable import check_writable
from toolbench_ood.format.written_ids import with_written_ids
from toolbench_ood.readers.encodings.find import reader_for
from toolbench_ood.readers.message.controls import Tokens, control_findings
from toolbench_ood.readers.message.lenient import recover
from toolbench_ood.readers.message.message import read_message
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.readers.message.raw_reading import RawReading
from toolbench_ood.readers.message.variants import read_in_any_form
from toolbench_ood.readers.scan.reader import MOST_FAULTS, Reader
from toolbench_ood.readers.scan.reasoning import leading_reasoning
from toolbench_ood.readers.specification.marker import filled, is_distinctive
from toolbench_ood.types.call import Call, ToolOutput, same_calls
from toolbench_ood.types.control_span import ControlSpan
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Finding, Severity
from toolbench_ood.types.piece import Pieces, own_words, plain
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.reasoning import Thinking
from toolbench_ood.types.tool import ToolSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAINEST = Call("probe")
_KEPT_GRAMMARS = 256
"""Most tasks of a suite and format share their tools."""


@dataclass(frozen=True, eq=False)
class Format:
    """One call format, loaded from a folder or generated; instances compare by identity."""

    spec: FormatSpec
    source: Source
    find_others: Callable[[], Sequence["Format"]] = tuple
    """Returns the library's other formats; called only if a call may be in one of them."""
    placement: Placement | None = None
    """How results stand in the turn that a chat template writes for them; None: as they are."""
    thinking: Thinking | None = None
    """How the model's reasoning is read; None: between the format's own marks."""
    shown_controls: frozenset[str] = frozenset()
    """Control tokens with which the prompts of a model write its markers; none before a model is
    known."""

    @property
    def opens_by_itself(self) -> bool:
        """Whether its declaration is everything that precedes the first user message."""
        return False

    @property
    def name(self) -> str:
        """The name of the format, and of its folder if it has one."""
        return self.spec.name

    @cached_property
    def split(self) -> FormatSplit:
        """Whether models may be trained in it."""
        if self.spec.split == HELD_OUT or not is_generated(self.name):
            return self.spec.split
        return generated_split(self.name)

    @property
    def folder(self) -> Path | None:
        """The folder from which it was loaded; None for a generated format."""
        return self.source.folder

    @cached_property
    def texts(self) -> "Mapping[str, str]":
        """All texts that determine what it writes and reads, including shared ones."""
        return {**shared_texts(self.spec), **self.source.texts}

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of these texts, identical on every system."""
        digest = hashlib.sha256()
        for name, text in sorted(self.texts.items()):
            body = text.encode()
            digest.update(f"{name}\0{len(body)}\0".encode() + body)
        return digest.hexdigest()

    @cached_property
    def reader(self) -> Reader:
        """The strict reader."""
        return reader_for(self.spec)

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """The strict readers: of the format's own form, then of its variants."""
        variants = (reader_for(self.spec.varied(variant)) for variant in self.spec.variants)
        return (self.reader, *variants)

    @cached_property
    def model_readers(self) -> tuple[Reader, ...]:
        """The strict readers of a model's messages, which may begin with its reasoning."""
        if self.thinking is None:
            return self.readers
        return tuple(replace(reader, thinking=self.thinking) for reader in self.readers)

    @property
    def model_reader(self) -> Reader:
        """The one of the format's own form."""
        return self.model_readers[0]

    @cached_property
    def templates(self) -> Templates:
        """The templates, each compiled when it is first used."""
        return Templates(self.texts, self.source, self.spec)

    @cached_property
    def other_formats(self) -> tuple["Format", ...]:
        """The other formats of the library."""
        return tuple(self.find_others())

    @cached_property
    def markers(self) -> tuple[str, ...]:
        """The fixed text of all call delimiters."""
        return self.spec.markers()

    @cached_property
    def call_opener(self) -> str:
        """The longest prefix that all messages with calls have in common."""
        written = [plain(self.draft([call])) for call in (Call("a"), Call("b", {"b": 1}))]
        pairs = enumerate(zip(*written, strict=False))
        return written[0][: next(at for at, (one, other) in pairs if one != other)]

    @cached_property
    def opener(self) -> str:
        """What a message of calls begins with; empty if that is nothing but a tool's name.

        The delimiter of a section, or else of a call, or else the first sign of all calls.
        """
        delimiter = self.spec.section.open or filled(self.spec.call.open, self.spec.call.id_of(0))
        return delimiter or self.call_opener[:1]

    @cached_property
    def closer(self) -> str:
        """The delimiter that ends a section, or else a call; empty if there is none."""
        return self.spec.section.close or filled(self.spec.call.close, self.spec.call.id_of(0))

    @cached_property
    def has_distinct_opener(self) -> bool:
        """Whether the opener betrays a call wherever it stands."""
        return is_distinctive(self.opener)

    @cached_property
    def examples(self) -> "Mapping[str, str]":
        """The example calls and result of a declaration, by their names in the frame."""
        return example_texts(self)

    @property
    def first_id(self) -> str | None:
        """The id of the first call in a message; None in formats without ids."""
        return self.spec.call.id_of(0) if self.spec.indexed else None

    def declare(self, tools: Sequence[ToolSpec], *, added: bool = False) -> str:
        """Describe the tools to a model, and how to call them.

        With ``added``, the tools arrive later in a conversation: only the declarations and one
        sentence are returned, without the instructions. Raises UserError for invalid tools.
        """
        return plain(self.declare_pieces(tools, added=added))

    def declare_pieces(self, tools: Sequence[ToolSpec], *, added: bool = False) -> Pieces:
        """Like ``declare``, but distinguishes the tools' texts from the format's words."""
        checked_functions(tools)
        return declare(self, tools, added=added)

    def write(self, calls: Sequence[Call], tools: Sequence[ToolSpec] = ()) -> str:
        """Write calls so that ``read`` returns exactly the same calls.

        The tools matter to formats whose types come from the schema. Raises UnwritableError for
        calls that the format cannot represent, and UserError for invalid tools.
        """
        return plain(self.write_pieces(calls, tools))

    def write_pieces(self, calls: Sequence[Call], tools: Sequence[ToolSpec] = ()) -> Pieces:
        """Like ``write``, but distinguishes the values from the format's words."""
        checked_functions(tools)
        for call in calls:
            check_writable(call, self.name)
        if not calls:
            raise UnwritableError(f"format {self.name!r} was given no call to write")
        pieces = self.draft(calls, tools)
        self._prove(calls, plain(pieces), tools)
        return pieces

    def draft(self, calls: Sequence[Call], tools: Sequence[ToolSpec] = ()) -> Pieces:
        """Render calls without checking that they read back, in order to plant faults."""
        return self.templates.render("calls", calls=calls, declared=Declared.of(tools).order)

    def results(self, outputs: Sequence[ToolOutput]) -> str:
        """Write the results of the model's calls, in order."""
        return plain(self.results_pieces(outputs))

    def results_pieces(self, outputs: Sequence[ToolOutput]) -> Pieces:
        """Like ``results``, but distinguishes the outputs from the format's words."""
        return self.templates.render("results", results=outputs)

    @property
    def results_role(self) -> Literal["user", "tool"]:
        """The role in which results go back."""
        return "tool" if self._template_writes_results else self.spec.results.role

    @property
    def _template_writes_results(self) -> bool:
        return self.placement is not None and self.placement.words == "template"

    def returned_pieces(self, outputs: Sequence[ToolOutput]) -> Pieces:
        """Write results as they go back to the model, in the turn of its chat template."""
        own = self.results_pieces(outputs)
        return own if self.placement is None else self.placement.pieces(outputs, own)

    def behind_thought(self, pieces: Pieces) -> Pieces:
        """Put a message behind the thought that prompts open; where they open none, leave it."""
        marks = self.model_reader.marks
        return (*own_words(f"\n{marks.close}\n\n"), *pieces) if marks.opened_by_prompt else pieces

    def reasoning_end(self, text: str) -> int:
        """Return where the reasoning of a message ends, and its mark; 0 if there is none."""
        lead = leading_reasoning(self.model_reader, text)
        return lead.body if lead.end else 0

    def read(self, text: str, tools: Sequence[ToolSpec]) -> Reading:
        """Read one message of a model: its calls, its prose and all faults. Never raises.

        Tools that ``declare`` would reject are treated as undeclared.
        """
        reading = self._read(text, tools)
        if not (self.spec.indexed and self._template_writes_results):
            return reading
        return replace(reading, calls=with_written_ids(text, reading.calls, self.spec.call))

    def read_tokens(
        self, text: str, tools: Sequence[ToolSpec], controls: Sequence[ControlSpan] | None
    ) -> Reading:
        """Read a message of which it is known where control tokens stand; None: it is not known."""
        reading = self.read(text, tools)
        if controls is None:
            return reading
        tokens = Tokens(
            tuple(sorted(controls)),
            self.shown_controls,
            matched_as_text=self.spec.server.matches == "text",
        )
        functions, place = Declared.of(tools).functions, 0
        if reading.apart:
            place, _ = read_in_any_form(self.model_readers, text, functions, OtherReaders())
        found = control_findings(self.model_readers[place], text, functions, tokens)
        return reading.with_token_findings(found) if found else reading

    def _read(self, text: str, tools: Sequence[ToolSpec]) -> Reading:
        declared, readers = Declared.of(tools), self.model_readers
        place, message = read_in_any_form(readers, text, declared.functions, self._other_readers)
        repair = partial(self._repaired, readers[place], text, message, declared)
        reading = _reading(message, declared, repair)
        return replace(reading, apart=self.spec.variants[place - 1].facts) if place else reading

    def _repaired(
        self, reader: Reader, text: str, message: RawReading, declared: Declared
    ) -> Reading | None:
        functions = declared.functions
        repaired = recover(reader, text, message, functions, self._other_readers)
        return _reading(repaired, declared) if repaired else None

    def grammar(
        self, tools: Sequence[ToolSpec], *, free: bool = False, most: int | None = None
    ) -> str:
        """Return an EBNF grammar (xgrammar's dialect) of the well-formed messages with calls.

        For the ``grammar`` of vLLM's ``structured_outputs``. It admits one or more calls to the
        given tools and no prose; arguments follow their schemas to the extent described in
        ``readers.ebnf.schema``. With ``free``, it admits any text without the format's opener too,
        alone or before the calls; ``most`` is how many calls a message may hold. Raises UserError
        for invalid tools, and if the format cannot write a call to any of the tools.
        """
        checked_functions(tools)
        key = (Declared.of(tools).text, free, most)
        if key not in self._grammars:
            # Reading and writing do not need this slow import.
            from toolbench_ood.constrain.grammar import grammar  # noqa: PLC0415

            if len(self._grammars) == _KEPT_GRAMMARS:
                self._grammars.clear()
            reverse = self.spec.axes.order == "arguments first"
            opener = self.opener if free else ""
            self._grammars[key] = grammar(
                self.spec, tools, reverse=reverse, opener=opener, most=most
            )
        return self._grammars[key]

    def mask(self, *, due: bool) -> str:
        """Return an EBNF grammar of all text without the marks of a collapse.

        Args:
            due: whether a call is due; if so, something other than the end of the text, the closer
                or another opener follows every opener, and else there is no opener.
        """
        from toolbench_ood.constrain import mask  # noqa: PLC0415  not needed to read and write

        if due:
            return mask.without_empty_calls(self.opener, self.closer)
        return mask.without_opener(self.opener)

    @cached_property
    def _grammars(self) -> dict[tuple[str, bool, int | None], str]:
        """The grammars that were made, by the tools' declarations and the other arguments."""
        return {}

    @cached_property
    def _other_readers(self) -> OtherReaders:
        return OtherReaders(self._readers_of_others)

    def _readers_of_others(self) -> Sequence[Reader]:
        forms = [other.readers for other in self.other_formats]
        variants = [reader for readers in forms for reader in readers[1:]]
        return [*(readers[0] for readers in forms), *variants]

    def _prove(self, calls: Sequence[Call], text: str, tools: Sequence[ToolSpec]) -> None:
        """Read the text back; raises UnwritableError unless it contains exactly the calls."""
        message = read_message(self.reader, text, sound_functions(tools), OtherReaders())
        read = tuple(raw.call for _, raw in message.calls)
        structural = [found for found in message.findings if found.code.structural]
        if same_calls(read, calls) and not structural:
            return
        for call in calls:
            self._blame(call, tools)
        most = "; it takes one call a message" if self.spec.single else ""
        raise UnwritableError(
            f"format {self.name!r} cannot carry these {len(calls)} calls in one message{most}"
        )

    def disagreement(
        self, calls: Sequence[Call], tools: Sequence[ToolSpec] = ()
    ) -> Disagreement | None:
        """Return where template and reader disagree; None if they agree."""
        text = plain(self.draft(calls, tools))
        return find_disagreement(self.reader, self.spec, text, calls, tools)

    def _blame(self, call: Call, tools: Sequence[ToolSpec]) -> None:
        """Raise UnwritableError that names the part of the call at fault, if any."""
        where = f"format {self.name!r} cannot carry the call of {call.name!r}"
        if not self._comes_back(Call(call.name), tools):
            broken = self.disagreement([_PLAINEST])
            written = plain(self.draft([Call(call.name)], tools))
            name = f"it cannot write that name; calls.jinja writes {written[:200]!r}"
            told = broken.sentence if broken else name
            raise UnwritableError(f"{where}: {told}")
        for key, value in call.arguments.items():
            if not self._comes_back(Call(call.name, {key: value}), tools):
                raise UnwritableError(
                    f"{where}: argument {key!r} with the value {str(value)[:80]!r} "
                    "would not read back as the same"
                )
        if not self._comes_back(call, tools):
            raise UnwritableError(f"{where}: its arguments would not read back as the same")

    def _comes_back(self, call: Call, tools: Sequence[ToolSpec]) -> bool:
        text = plain(self.draft([call], tools))
        message = read_message(self.reader, text, sound_functions(tools), OtherReaders())
        read = tuple(raw.call for _, raw in message.calls)
        return same_calls(read, [call]) and not message.findings


def _reading(
    message: RawReading, declared: Declared, repair: Callable[[], Reading | None] = lambda: None
) -> Reading:
    """Add schema findings to those of the reader."""
    findings = message.findings
    if schema := _schema(message, declared):
        findings = tuple(sorted((*findings, *schema), key=lambda found: found.start))
    calls = tuple(raw.call for _, raw in message.calls)
    return Reading(calls, message.content, findings, message.reasoning, repair)


def _schema(message: RawReading, declared: Declared) -> tuple[Finding, ...]:
    """Check each structurally sound call against its tool's schema.

    Calls with structural faults are skipped: what they mean is too uncertain to call it wrong.
    As with structural findings, nothing further is reported after ``MOST_FAULTS``.
    """
    faulty = {found.call_index for found in message.findings if found.severity > Severity.BENIGN}
    found: list[Finding] = []
    for index, raw in message.calls:
        if index not in faulty and len(found) < MOST_FAULTS:
            name, span = raw.call.name, (raw.start, raw.end)
            function, checker = declared.functions.get(name), declared.checker(name)
            found += schema_findings(raw.call, function, span, index, checker)
    return tuple(found)

"""A format: what it declares, writes, hands back, and reads."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolbench_ood.format.declaration.declare import declare, example_texts
from toolbench_ood.format.disagreement import Disagreement, find_disagreement
from toolbench_ood.format.generate.name import is_generated
from toolbench_ood.format.schema_check import schema_findings
from toolbench_ood.format.shared import shared_texts
from toolbench_ood.format.source import Source
from toolbench_ood.format.spec import FormatSpec
from toolbench_ood.format.split import HELD_OUT, FormatSplit, generated_split
from toolbench_ood.format.template import Templates
from toolbench_ood.format.tools import Declared, checked_functions, sound_functions
from toolbench_ood.format.writable import check_writable
from toolbench_ood.readers.lenient import recover
from toolbench_ood.readers.message import Message, read_message
from toolbench_ood.readers.reader import MOST_FAULTS, Reader
from toolbench_ood.types.call import Call, ToolOutput, same_calls
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Finding, Severity
from toolbench_ood.types.piece import Pieces, plain
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAINEST = Call("probe")


@dataclass(frozen=True, eq=False)
class Format:
    """One call format, from its folder or generated; it equals itself alone."""

    spec: FormatSpec
    source: Source
    find_rivals: Callable[[], Sequence["Format"]] = tuple
    """The other formats of the library, asked only when a call may be in one of them."""

    @property
    def opens_by_itself(self) -> bool:
        """Whether its declaration is the whole of what stands before the first user's text."""
        return False

    @property
    def name(self) -> str:
        """The name of the format, and of its folder where it has one."""
        return self.spec.name

    @cached_property
    def split(self) -> FormatSplit:
        """Whether models may be trained in it."""
        if self.spec.split == HELD_OUT or not is_generated(self.name):
            return self.spec.split
        return generated_split(self.name)

    @property
    def folder(self) -> Path | None:
        """The folder that it was loaded from; None for a generated format."""
        return self.source.folder

    @cached_property
    def texts(self) -> "Mapping[str, str]":
        """All texts that decide what it writes and reads, the shared ones among them."""
        return {**shared_texts(self.spec), **self.source.texts}

    @cached_property
    def digest(self) -> str:
        """The sha256 over these texts, the same on every system."""
        digest = hashlib.sha256()
        for name, text in sorted(self.texts.items()):
            body = text.encode()
            digest.update(f"{name}\0{len(body)}\0".encode() + body)
        return digest.hexdigest()

    @cached_property
    def reader(self) -> Reader:
        """The strict reader."""
        return Reader(self.spec)

    @cached_property
    def templates(self) -> Templates:
        """The templates, each compiled when it is first used."""
        return Templates(self.texts, self.source, self.spec)

    @cached_property
    def rivals(self) -> tuple["Format", ...]:
        """The other formats of the library."""
        return tuple(self.find_rivals())

    @cached_property
    def markers(self) -> tuple[str, ...]:
        """Every fixed text of the delimiters of calls."""
        return self.spec.markers()

    @cached_property
    def call_opener(self) -> str:
        """The text with which every message that calls begins, up to what differs between calls."""
        written = [plain(self.draft([call])) for call in (Call("a"), Call("b", {"b": 1}))]
        pairs = enumerate(zip(*written, strict=False))
        return written[0][: next(at for at, (one, other) in pairs if one != other)]

    @cached_property
    def examples(self) -> "Mapping[str, str]":
        """The calls and the result that a declaration shows, by their names in the frame."""
        return example_texts(self)

    @property
    def first_id(self) -> str | None:
        """The id of the first call of a message; None in formats without ids."""
        return str(self.spec.call.first_index) if self.spec.indexed else None

    def declare(self, tools: Sequence[ToolSpec], *, added: bool = False) -> str:
        """Tell a model which tools there are and how to call them.

        With ``added`` the tools come later in a conversation: the declarations and one sentence,
        without repeating the instructions. Raises UserError for what is no tool.
        """
        return plain(self.declare_pieces(tools, added=added))

    def declare_pieces(self, tools: Sequence[ToolSpec], *, added: bool = False) -> Pieces:
        """Like ``declare``, with the tools' texts told apart from the format's words."""
        checked_functions(tools)
        return declare(self, tools, added=added)

    def write(self, calls: Sequence[Call], tools: Sequence[ToolSpec] = ()) -> str:
        """Write calls so that ``read`` gives exactly them back.

        The tools matter to formats whose types come from the schema. Raises UnwritableError for
        what the format cannot carry, and UserError for what is no tool.
        """
        return plain(self.write_pieces(calls, tools))

    def write_pieces(self, calls: Sequence[Call], tools: Sequence[ToolSpec] = ()) -> Pieces:
        """Like ``write``, with the values told apart from the format's words."""
        checked_functions(tools)
        for call in calls:
            check_writable(call, self.name)
        if not calls:
            raise UnwritableError(f"format {self.name!r} was given no call to write")
        pieces = self.draft(calls, tools)
        self._prove(calls, plain(pieces), tools)
        return pieces

    def draft(self, calls: Sequence[Call], tools: Sequence[ToolSpec] = ()) -> Pieces:
        """Render calls without proving that they read back: for faults planted on purpose."""
        return self.templates.render("calls", calls=calls, declared=Declared.of(tools).order)

    def results(self, outputs: Sequence[ToolOutput]) -> str:
        """Write what goes back to the model for its calls, in their order."""
        return plain(self.results_pieces(outputs))

    def results_pieces(self, outputs: Sequence[ToolOutput]) -> Pieces:
        """Like ``results``, with the outputs told apart from the format's words."""
        return self.templates.render("results", results=outputs)

    def read(self, text: str, tools: Sequence[ToolSpec]) -> Reading:
        """Read one message of a model: its calls, its prose and every fault. Never raises.

        A tool that ``declare`` would refuse is to it as if it were not declared.
        """
        declared = Declared.of(tools)
        message = read_message(self.reader, text, declared.functions, self._rival_readers)
        return _reading(message, declared, partial(self._repaired, text, message, declared))

    def _repaired(self, text: str, message: Message, declared: Declared) -> Reading | None:
        functions = declared.functions
        repaired = recover(self.reader, text, message, functions, self._rival_readers)
        return _reading(repaired, declared) if repaired else None

    def grammar(self, tools: Sequence[ToolSpec]) -> str:
        """Return an EBNF grammar (xgrammar's dialect) of the well-formed messages that call tools.

        For the ``grammar`` of vLLM's ``structured_outputs``. It admits one or more calls to the
        given tools and no prose; arguments follow their schemas as far as ``constrain.schema``
        says. Raises UserError for what is no tool, and when the format can write no call of any
        of the tools.
        """
        # What only reads and writes need not wait for this import.
        from toolbench_ood.constrain.grammar import grammar  # noqa: PLC0415

        checked_functions(tools)
        return grammar(self.spec, tools, reverse=self.spec.axes.order == "arguments first")

    def _rival_readers(self) -> Sequence[Reader]:
        return self._readers_of_rivals

    @cached_property
    def _readers_of_rivals(self) -> Sequence[Reader]:
        return [rival.reader for rival in self.rivals]

    def _prove(self, calls: Sequence[Call], text: str, tools: Sequence[ToolSpec]) -> None:
        """Read the text back; raises UnwritableError unless exactly the calls stand in it."""
        message = read_message(self.reader, text, sound_functions(tools), tuple)
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
        """Say where the template writes something else than the reader reads; None: nowhere."""
        text = plain(self.draft(calls, tools))
        return find_disagreement(self.reader, self.spec, text, calls, tools)

    def _blame(self, call: Call, tools: Sequence[ToolSpec]) -> None:
        """Raise UnwritableError that names what in the call is at fault, if anything is."""
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
        message = read_message(self.reader, text, sound_functions(tools), tuple)
        read = tuple(raw.call for _, raw in message.calls)
        return same_calls(read, [call]) and not message.findings


def _reading(
    message: Message, declared: Declared, repair: Callable[[], Reading | None] = lambda: None
) -> Reading:
    """Add what the schemas say to what the reader found."""
    findings = message.findings
    if schema := _schema(message, declared):
        findings = tuple(sorted((*findings, *schema), key=lambda found: found.start))
    calls = tuple(raw.call for _, raw in message.calls)
    return Reading(calls, message.content, findings, message.reasoning, repair)


def _schema(message: Message, declared: Declared) -> tuple[Finding, ...]:
    """Check each call whose structure is sound against its tool's schema.

    A call with a structural fault of its own is left out: what it means is not certain enough to
    say that it means something wrong. After ``MOST_FAULTS`` the rest of the message is not told
    about, as in its structure.
    """
    faulty = {found.call_index for found in message.findings if found.severity > Severity.BENIGN}
    found: list[Finding] = []
    for index, raw in message.calls:
        if index not in faulty and len(found) < MOST_FAULTS:
            name, span = raw.call.name, (raw.start, raw.end)
            function, checker = declared.functions.get(name), declared.checker(name)
            found += schema_findings(raw.call, function, span, index, checker)
    return tuple(found)

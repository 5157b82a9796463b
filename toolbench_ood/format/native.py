"""The format ``native``: a model's own chat template declares tools and writes results.

Calls are read by the format in which the template writes them. Nothing is rendered again: the
template is rendered once for the opening, and the text that it writes around results is determined
beforehand, so prompts are append-only.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.declare_tools import declare_tools
from toolbench_ood.chat.detect import reads_exactly
from toolbench_ood.chat.frames import JOIN, Around
from toolbench_ood.chat.literals import Constant, unread_constants
from toolbench_ood.chat.probe import probe_tools
from toolbench_ood.chat.result_turn import ResultTurn
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.chat.tool_template import ToolTemplate, takes_tools, ways_that_call
from toolbench_ood.format.constants import in_json_words, in_own_words
from toolbench_ood.format.format import Format
from toolbench_ood.format.native_messages import NativeMessages
from toolbench_ood.format.own_results import own_results
from toolbench_ood.format.tools import Declared
from toolbench_ood.format.written_ids import with_written_ids
from toolbench_ood.readers.message.message import read_message
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Pieces, data, plain
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec

NATIVE = "native"
"""The name under which it is selected and recorded."""

_MOVED = (
    "The chat template moves or drops the tools in later turns; in the format native they stay "
    "where the first turn has them."
)


@dataclass(frozen=True, eq=False, kw_only=True)
class NativeFormat(Format):
    """A format of the library, with the declaration and results of a chat template.

    Create it with :func:`learn_native`, or with :func:`recorded_native` from a recorded run.
    """

    matching: Format
    """The format that reads the calls, and that declares tools added later."""
    turn: ResultTurn
    opening: Callable[[Sequence[ToolSpec]], Pieces]
    """Returns everything that precedes the first user message."""
    after_user: str = ""
    """What the template writes after the first user message."""
    messages: NativeMessages | None = None
    """Makes messages for the template; None for a recorded run, where it isn't at hand."""
    constants: Mapping[str, Constant] = field(default_factory=dict)
    """JSON's true, false and null by what the template writes and the format does not read."""
    notes: tuple[str, ...] = ()
    """Every difference between prompts and the template's output, one sentence each."""

    @property
    def opens_by_itself(self) -> bool:
        """The template writes everything, including the system paragraph."""
        return True

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the matching format's texts, the result turn and the constants."""
        learnt = f"{self.matching.digest}\0{self.turn}\0{sorted(self.constants.items())}"
        return hashlib.sha256(learnt.encode()).hexdigest()

    def declare_pieces(self, tools: Sequence[ToolSpec], *, added: bool = False) -> Pieces:
        """Open the conversation with tools; ``added`` ones are declared in the matching format."""
        if added:
            return self.matching.declare_pieces(tools, added=True)
        return self.opening(tools)

    def results_pieces(self, outputs: Sequence[ToolOutput]) -> Pieces:
        """Write results as the template does."""
        return self.turn.pieces(outputs)

    def read(self, text: str, tools: Sequence[ToolSpec]) -> Reading:
        """Read a message: constants as the template writes them, ids as the model wrote them."""
        declared = Declared.of(tools)
        reading = super().read(self._in_json_words(text, declared), declared)
        if self._has_own_words and not reading.well_formed:
            usual = self.matching.read(text, declared)
            reading = usual if usual.well_formed else reading
        if not self.spec.indexed:
            return reading
        return replace(reading, calls=with_written_ids(text, reading.calls, self.spec.call))

    @property
    def _has_own_words(self) -> bool:
        """Whether the format's literal language has the template's constants."""
        return self.spec.arguments != self.matching.spec.arguments

    def _in_json_words(self, text: str, declared: Declared) -> str:
        if not self.constants or self._has_own_words:
            return text
        message = read_message(self.model_reader, text, declared.functions, OtherReaders())
        return in_json_words(text, [raw for _, raw in message.calls], declared, self.constants)

    def chat(self, base: Chat) -> Chat:
        """Return the chat for playing cases, derived from the model's chat without tools."""
        frames = replace(
            base.frames,
            system="",
            system_user=Around("", self.after_user),
            tool=Around(self.turn.open, self.turn.close),
            supports_tool_role=True,
        )
        return Chat(base.tokenizer, frames)


def learn_native(chat: Chat, matching: Format, system: str = "") -> NativeFormat:
    """Determine how a model's chat template declares tools and writes results.

    Args:
        chat: the model's chat.
        matching: the format in which the template writes calls.
        system: the paragraph at the beginning of every conversation.

    Raises:
        UserError: the template is unsuitable, with the reason.
    """
    template = chat.tokenizer
    if not takes_tools(template):
        raise _unusable("it takes no tools")
    try:
        turn = own_results(chat, matching.readers)
        way = ways_that_call(template, [Call("probe", {"place": "Oslo"})])[0]
        told, (before, after) = _probed(template, chat, system)
    except TemplateRefusalError as refusal:
        raise _unusable(str(refusal)) from refusal

    lead = f"{system}{JOIN}" if system and not told else ""

    def opening(tools: Sequence[ToolSpec]) -> Pieces:
        try:
            pieces, behind = declare_tools(template, chat.finder, tools, told)
        except TemplateRefusalError as refusal:
            raise _unusable(str(refusal)) from refusal
        if behind != after:
            raise _unusable("what it writes after the user's text depends on the tools")
        return (*pieces, *data(lead)) if lead else pieces

    constants = unread_constants(template, way, partial(reads_exactly, matching))
    moved = [_MOVED] if _moves(template, plain(before), told) else []
    notes = (*moved, *([_constants_note(constants)] if constants else []))
    native = _native(matching, turn, opening, constants)
    return replace(native, after_user=after, messages=NativeMessages(way, told, lead), notes=notes)


def _constants_note(constants: Mapping[str, Constant]) -> str:
    listed = ", ".join(f"{word} as {written!r}" for written, word in constants.items())
    return (
        f"The chat template writes {listed} in arguments; the format native reads both, where a "
        "parameter may have such a value."
    )


def _probed(template: ToolTemplate, chat: Chat, system: str) -> tuple[str, tuple[Pieces, str]]:
    """Get an opening with the system paragraph, or without if the template accepts none."""
    try:
        return system, declare_tools(template, chat.finder, probe_tools(), system)
    except TemplateRefusalError:
        return "", declare_tools(template, chat.finder, probe_tools())


def _moves(template: ToolTemplate, before: str, system: str) -> bool:
    """Whether the template opens multi-turn conversations differently."""
    talk = [{"role": role, "content": "qxwordxq"} for role in ("user", "assistant", "user")]
    if system:
        talk.insert(0, {"role": "system", "content": system})
    try:
        rendered = template.render_with_tools(talk, probe_tools(), open_turn=True)
    except TemplateRefusalError:
        return True
    return not rendered.startswith(f"{before}qxwordxq")


def recorded_native(
    matching: Format, turn: ResultTurn, opening: Pieces, constants: Mapping[str, Constant]
) -> NativeFormat:
    """Return the format as recorded by a run: one opening, for one case."""
    return _native(matching, turn, lambda _: opening, constants)


def _native(
    matching: Format,
    turn: ResultTurn,
    opening: Callable[[Sequence[ToolSpec]], Pieces],
    constants: Mapping[str, Constant],
) -> NativeFormat:
    results = matching.spec.results.model_copy(update={"role": "tool"})
    spec = matching.spec.model_copy(update={"name": NATIVE, "results": results})
    return NativeFormat(
        in_own_words(spec, constants),
        matching.source,
        matching.find_others,
        thinking=matching.thinking,
        matching=matching,
        turn=turn,
        opening=opening,
        constants=constants,
    )


def _unusable(why: str) -> UserError:
    return UserError(
        f"--format {NATIVE} needs a chat template that renders tools, calls and results, but the "
        f"model's can't be used ({why}); give one that can with --chat-template FILE, or name "
        "formats instead"
    )

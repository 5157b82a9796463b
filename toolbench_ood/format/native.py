"""The format ``native``: a model's own chat template declares tools and writes results.

Calls are read by the format in which the template writes them. Nothing is rendered again: the
template is rendered once for the opening, and the text that it writes around results is determined
beforehand, so prompts are append-only.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.declare_tools import declare_tools
from toolbench_ood.chat.frames import JOIN, Around
from toolbench_ood.chat.probe import probe_tools
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.chat.tool_template import ToolTemplate
from toolbench_ood.format.format import Format
from toolbench_ood.format.learn_results import learn_results
from toolbench_ood.format.result_turn import ResultTurn
from toolbench_ood.types.call import ToolOutput
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Pieces, data, plain
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
    notes: tuple[str, ...] = ()
    """Every difference between prompts and the template's output, one sentence each."""

    @property
    def opens_by_itself(self) -> bool:
        """The template writes everything, including the system paragraph."""
        return True

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the matching format's texts and the result turn."""
        return hashlib.sha256(f"{self.matching.digest}\0{self.turn}".encode()).hexdigest()

    def declare_pieces(self, tools: Sequence[ToolSpec], *, added: bool = False) -> Pieces:
        """Open the conversation with tools; ``added`` ones are declared in the matching format."""
        if added:
            return self.matching.declare_pieces(tools, added=True)
        return self.opening(tools)

    def results_pieces(self, outputs: Sequence[ToolOutput]) -> Pieces:
        """Write results as the template does."""
        return self.turn.pieces(outputs)

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
    if not isinstance(template, ToolTemplate):
        raise _unusable("it takes no tools")
    try:
        turn = learn_results(template, matching.reader)
        told, (before, after) = _probed(template, chat, system)
    except TemplateRefusalError as refusal:
        raise _unusable(str(refusal)) from refusal

    def opening(tools: Sequence[ToolSpec]) -> Pieces:
        try:
            pieces, behind = declare_tools(template, chat.finder, tools, told)
        except TemplateRefusalError as refusal:
            raise _unusable(str(refusal)) from refusal
        if behind != after:
            raise _unusable("what it writes after the user's text depends on the tools")
        return (*pieces, *data(f"{system}{JOIN}")) if system and not told else pieces

    notes = (_MOVED,) if _moves(template, plain(before), told) else ()
    return _native(matching, turn, opening, after, notes)


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


def recorded_native(matching: Format, turn: ResultTurn, opening: Pieces) -> NativeFormat:
    """Return the format as recorded by a run: one opening, for one case."""
    return _native(matching, turn, lambda _: opening, "")


def _native(
    matching: Format,
    turn: ResultTurn,
    opening: Callable[[Sequence[ToolSpec]], Pieces],
    after_user: str,
    notes: tuple[str, ...] = (),
) -> NativeFormat:
    results = matching.spec.results.model_copy(update={"role": "tool"})
    spec = matching.spec.model_copy(update={"name": NATIVE, "results": results})
    return NativeFormat(
        spec,
        matching.source,
        matching.find_others,
        matching=matching,
        turn=turn,
        opening=opening,
        after_user=after_user,
        notes=notes,
    )


def _unusable(why: str) -> UserError:
    return UserError(
        f"--format {NATIVE} needs a chat template that renders tools, calls and results, but the "
        f"model's can't be used ({why}); give one that can with --chat-template FILE, or name "
        "formats instead"
    )

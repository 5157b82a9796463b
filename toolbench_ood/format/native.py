"""The format ``native``: a model's own chat template declares tools and hands results back.

Its calls are read by the format that the template writes them in. Nothing is rendered anew: the
template is asked once for the opening, and what it writes around results is learnt beforehand, so
prompts only grow.
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
"""The name under which it is asked for and recorded."""

_MOVED = (
    "The chat template moves or drops the tools in later turns; in the format native they stay "
    "where the first turn has them."
)


@dataclass(frozen=True, eq=False, kw_only=True)
class NativeFormat(Format):
    """A format of the library, with a chat template's own declaration and results.

    Make one with :func:`learn_native`, or with :func:`recorded_native` where a run is all there is.
    """

    matching: Format
    """The format that reads the calls, and whose words hand over tools that come later."""
    turn: ResultTurn
    opening: Callable[[Sequence[ToolSpec]], Pieces]
    """Gives everything that stands before the first user's text."""
    after_user: str = ""
    """What the template writes after the first user's text."""
    notes: tuple[str, ...] = ()
    """Every way in which prompts differ from the template's own, one sentence each."""

    @property
    def opens_by_itself(self) -> bool:
        """The template writes everything, the system's paragraph with it."""
        return True

    @cached_property
    def digest(self) -> str:
        """The sha256 over the matching format's texts and the turn of the results."""
        return hashlib.sha256(f"{self.matching.digest}\0{self.turn}".encode()).hexdigest()

    def declare_pieces(self, tools: Sequence[ToolSpec], *, added: bool = False) -> Pieces:
        """Open the conversation with tools; ``added`` ones are told in the matching format."""
        if added:
            return self.matching.declare_pieces(tools, added=True)
        return self.opening(tools)

    def results_pieces(self, outputs: Sequence[ToolOutput]) -> Pieces:
        """Write results as the template does."""
        return self.turn.pieces(outputs)

    def chat(self, base: Chat) -> Chat:
        """Return the chat in which cases are played, from the model's chat without tools."""
        frames = replace(
            base.frames,
            system="",
            system_user=Around("", self.after_user),
            tool=Around(self.turn.open, self.turn.close),
            supports_tool_role=True,
        )
        return Chat(base.tokenizer, frames)


def learn_native(chat: Chat, matching: Format, system: str = "") -> NativeFormat:
    """Learn how a model's chat template declares tools and hands results back.

    Args:
        chat: the model's chat.
        matching: the format in which the template writes calls.
        system: the paragraph that conversations begin with.

    Raises:
        UserError: the template can't be used so, with the reason.
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
    """Ask for an opening with the system's paragraph, or without where the template takes none."""
    try:
        return system, declare_tools(template, chat.finder, probe_tools(), system)
    except TemplateRefusalError:
        return "", declare_tools(template, chat.finder, probe_tools())


def _moves(template: ToolTemplate, before: str, system: str) -> bool:
    """Whether the template opens a conversation of several turns in another way."""
    talk = [{"role": role, "content": "qxwordxq"} for role in ("user", "assistant", "user")]
    if system:
        talk.insert(0, {"role": "system", "content": system})
    try:
        rendered = template.render_with_tools(talk, probe_tools(), open_turn=True)
    except TemplateRefusalError:
        return True
    return not rendered.startswith(f"{before}qxwordxq")


def recorded_native(matching: Format, turn: ResultTurn, opening: Pieces) -> NativeFormat:
    """Return the format as a run recorded it: one opening, for one case."""
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
        matching.find_rivals,
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

"""The literal text that a chat template writes around the contents of turns.

A template is rendered once with sentinel contents; everything between the sentinels in its output
is literal text. Prompts are then assembled without the template.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from toolbench_ood.chat.behind_calls import closing_of_calls, results_behind_calls
from toolbench_ood.chat.common_prefix import common_prefix, common_turn_prefix
from toolbench_ood.chat.result_turn import Part, ResultTurn
from toolbench_ood.chat.thoughts import Thoughts
from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.reasoning import ReasoningMarks

JOIN = "\n\n"
"""Separator between two texts in one turn."""
Own: TypeAlias = Literal["system", "developer"]
"""Role of a separate turn for the declaration, between the system turn and the user turn."""
_PADDED = ' \n"{}" & <b>\n '


@dataclass(frozen=True, slots=True)
class Around:
    """Literal text before and after the content of a turn."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Frames:
    """All literal text of a template, for each position of a turn."""

    system: str
    """Text before the system content, if any."""
    own: Mapping[Own, tuple[str, str, str, str]]
    """Text around system content, a declaration in a separate turn, and the first user content.

    Contains only the roles for which the template supports such a turn.
    """
    system_user: Around
    """Text around the first user content when it follows system content."""
    first_user: Around
    """Text around the first user content when there is no system content."""
    user: Around
    """From the end of an assistant message to the opening of the next assistant turn."""
    tool: Around
    """The same for tool results."""
    closing: str
    """How the template closes the assistant's turn; a prefix of what follows its content."""
    supports_system_role: bool
    supports_tool_role: bool
    notes: tuple[str, ...]
    """Every difference between these prompts and the template's output."""
    later_closing: str = ""
    """How the template closes it once another turn follows; empty if that is how it closes it."""
    final_closing: str = ""
    """What the template writes behind an answer that ends the conversation."""
    calls_closing: str = ""
    """The same as ``closing`` for a turn that calls; empty if it is not known or the same."""
    results: ResultTurn | None = None
    """How the template itself writes the results of calls; None if that can't be determined."""
    thoughts: Thoughts = "unknown"
    """What the template does with the reasoning of earlier messages."""
    reasoning: ReasoningMarks | None = None
    """What encloses the model's reasoning; None if its template and tokenizer have no marks."""


def learn_frames(tokenizer: Tokenizer) -> Frames:
    """Determine how the tokenizer's chat template writes turns.

    Raises:
        UserError: there is no chat template, or it rejects a user message or a second turn.
    """
    notes: list[str] = []
    system, between, after = _system(tokenizer, notes)
    supports_system_role = not notes
    first_user = _first_user(tokenizer, (system, between, after), notes)
    user = _user_turn(tokenizer, supports_system_role, notes)
    final_closing = _final_closing(tokenizer)
    closing = common_turn_prefix(tokenizer, final_closing, user.before)
    results = _results(tokenizer)
    calls_closing = closing_of_calls(tokenizer, results)
    tool = _tool_turn(tokenizer, results, notes)
    if tool and (words := _wrapped_words(tool, user, closing, calls_closing)):
        notes.append(
            f"The chat template writes the tool role as a user turn with {words!r} in front; "
            "tool results are put in a user turn as the format writes them."
        )
        tool = None
    notes += _alterations(tokenizer, supports_system_role, tool_role=_shows_as_is(tool, results))
    return Frames(
        system=system,
        own=dict(_own_turns(tokenizer)) if supports_system_role else {},
        system_user=Around(between, after),
        first_user=first_user,
        user=user,
        tool=tool or user,
        closing=closing,
        supports_system_role=supports_system_role,
        supports_tool_role=tool is not None,
        notes=tuple(notes),
        later_closing=_later_closing(tokenizer, first_user, user, closing),
        final_closing=final_closing,
        calls_closing=calls_closing,
        results=results,
    )


def _own_turns(tokenizer: Tokenizer) -> Iterator[tuple[Own, tuple[str, str, str, str]]]:
    roles: tuple[Own, ...] = ("system", "developer")
    for role in roles:
        try:
            first, second, third, last = _literals(tokenizer, ["system", role, "user"])
        except TemplateRefusalError:
            continue
        yield role, (first, second, third, last)


def _system(tokenizer: Tokenizer, notes: list[str]) -> Sequence[str]:
    try:
        return _literals(tokenizer, ["system", "user"])
    except TemplateRefusalError as refusal:
        bare = _required(tokenizer, ["user"], what="a conversation of one user message")
        notes.append(
            f"The chat template has no system role ({refusal}); "
            "the system text is put before the first user message."
        )
        return bare[0], JOIN, bare[1]


def _first_user(tokenizer: Tokenizer, with_system: Sequence[str], notes: list[str]) -> Around:
    """Return what is around a first user's text that no system text precedes."""
    try:
        return Around(*_literals(tokenizer, ["user"]))
    except TemplateRefusalError as refusal:
        system, between, after = with_system
        notes.append(
            f"The chat template refuses a conversation without a system text ({refusal}); one that "
            "has none begins with an empty system turn."
        )
        return Around(system + between, after)


def _user_turn(tokenizer: Tokenizer, supports_system_role: bool, notes: list[str]) -> Around:
    roles = ["user", "assistant", "user"]
    if supports_system_role:
        try:
            return _last_turn(_literals(tokenizer, ["system", *roles]))
        except TemplateRefusalError:
            notes.append(
                "The chat template moves or drops the system text in later turns; here it stays "
                "where the first turn has it."
            )
    return _last_turn(_required(tokenizer, roles, what="a second user message"))


def _results(tokenizer: Tokenizer) -> ResultTurn | None:
    """Ask for results behind calls or, where the template takes none there, behind a text."""
    found = results_behind_calls(tokenizer)
    if found is not None:
        return found
    try:
        return _behind_a_text(tokenizer)
    except TemplateRefusalError:
        return None


def _behind_a_text(tokenizer: Tokenizer) -> ResultTurn:
    tool = _last_turn(_literals(tokenizer, ["user", "assistant", "tool"]))
    return ResultTurn(tool.before, (Part("content"),), "\n", tool.after)


def _later_closing(tokenizer: Tokenizer, first: Around, user: Around, closing: str) -> str:
    """Return what stands between an answer and the next user's turn, where no closing does."""
    opening = common_prefix(first.before[::-1], user.before[::-1])[::-1]
    between = user.before.removesuffix(opening)
    written = any(control in between for control in tokenizer.controls)
    return between if opening and written and not closing else ""


def _tool_turn(tokenizer: Tokenizer, results: ResultTurn | None, notes: list[str]) -> Around | None:
    if results:
        return Around(results.open, results.close)
    why = "it writes no results"
    try:
        _literals(tokenizer, ["user", "assistant", "tool"])
    except TemplateRefusalError as refusal:
        why = str(refusal)
    notes.append(
        f"The chat template has no tool role ({why}); tool results are put in a user turn."
    )
    return None


def _wrapped_words(tool: Around, user: Around, closing: str, calls_closing: str) -> str:
    """Return the words that a tool turn has beyond a user turn; empty if it is no user turn."""
    opening = user.before.removeprefix(closing)
    own = tool.before.removeprefix(calls_closing or closing)
    return own.removeprefix(opening).strip() if opening and own.startswith(opening) else ""


def _final_closing(tokenizer: Tokenizer) -> str:
    try:
        return _literals(tokenizer, ["user", "assistant"], open_turn=False)[-1]
    except TemplateRefusalError:
        return ""


def _alterations(tokenizer: Tokenizer, system_role: bool, *, tool_role: bool) -> list[str]:
    """Report which contents the template trims, escapes or otherwise rewrites."""
    before = ["system"] if system_role else []
    conversations = {"user": [*before, "user"]}
    if system_role:
        conversations["system"] = ["system", "user"]
    if tool_role:
        conversations["tool"] = [*before, "user", "assistant", "tool"]
    return [
        f"The chat template rewrites {role} text (by trimming it, for example); here it is "
        "unchanged."
        for role, roles in conversations.items()
        if _alters(tokenizer, roles, role)
    ]


def _shows_as_is(tool: Around | None, results: ResultTurn | None) -> bool:
    """Whether nothing is known of what the template does to the text of a result."""
    return tool is not None and (results is None or (results.only_content and not results.trims))


def _alters(tokenizer: Tokenizer, roles: Sequence[str], role: str) -> bool:
    position = roles.index(role)
    try:
        expected = _literals(tokenizer, roles)
    except TemplateRefusalError:
        return False
    padded = _messages(roles)
    content = _PADDED.format(_sentinel(position))
    padded[position] = {"role": role, "content": content}
    try:
        rendered = tokenizer.render(padded, open_turn=True)
    except TemplateRefusalError:
        return True
    return expected[position][-1:] + content + expected[position + 1][:1] not in rendered


def _last_turn(literals: Sequence[str]) -> Around:
    return Around(literals[-2], literals[-1])


def _required(tokenizer: Tokenizer, roles: Sequence[str], *, what: str) -> list[str]:
    try:
        return _literals(tokenizer, roles)
    except TemplateRefusalError as refusal:
        raise UserError(
            f"The chat template refuses {what} ({refusal}), so no task can be given to the model; "
            "give a template that takes user and assistant turns with --chat-template FILE."
        ) from refusal


def _literals(tokenizer: Tokenizer, roles: Sequence[str], *, open_turn: bool = True) -> list[str]:
    """Render sentinels and return the text before, between and after them.

    Raises:
        TemplateRefusalError: the template raised, or a content is missing, repeated or moved.
    """
    rest = tokenizer.render(_messages(roles), open_turn=open_turn)
    literals = []
    for position, role in enumerate(roles):
        sentinel = _sentinel(position)
        if sentinel not in rest:
            raise TemplateRefusalError(f"the {role} text is dropped or moved")
        before, _, rest = rest.partition(sentinel)
        literals.append(before)
    literals.append(rest)
    if any(_sentinel(position) in text for position in range(len(roles)) for text in literals):
        raise TemplateRefusalError("a text is written twice")
    return literals


def _messages(roles: Sequence[str]) -> list[ChatMessage]:
    return [{"role": role, "content": _sentinel(position)} for position, role in enumerate(roles)]


def _sentinel(position: int) -> str:
    return f"qx{position}content{position}xq"

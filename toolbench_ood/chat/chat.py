"""Builds prompts as append-only token ids: pieces wrapped in the model's own chat turns."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import Literal, Self

from toolbench_ood.chat.control_spans import control_names, control_spans
from toolbench_ood.chat.finder import Finder
from toolbench_ood.chat.fit_tokenizer import fit_tokenizer
from toolbench_ood.chat.frames import JOIN, Around, Frames, Own, learn_frames
from toolbench_ood.chat.hide import Hider, render_hidden
from toolbench_ood.chat.piece_encoder import PieceEncoder
from toolbench_ood.chat.reasoning_marks import learn_marks
from toolbench_ood.chat.result_turn import ResultTurn
from toolbench_ood.chat.spell_out import spelt_out
from toolbench_ood.chat.template_notes import template_notes
from toolbench_ood.chat.thoughts import earlier_thoughts
from toolbench_ood.chat.tokenizer import TemplateRefusalError, Tokenizer
from toolbench_ood.types.control_span import ControlSpan
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Pieces, markup, plain

_KEPT_SYSTEM_TEXTS = 256
"""More than there are formats: cases of one task and shift cycle through all of them."""

_KEPT_NAMES = 256
"""More than there are formats, each of which shows control tokens of its own."""

Role = Literal["system", "developer", "user", "assistant", "tool"]


class Chat:
    """The chat template of one model; create it with :meth:`learn`.

    Tokens returned by :meth:`opening` and :meth:`turn` are appended to a prompt and never changed
    afterwards. Data pieces never produce control tokens.

    Args:
        tokenizer: the model's tokenizer.
        frames: the literal text of its template.
        foreign: control tokens that a format's own words must not produce either.
    """

    def __init__(
        self, tokenizer: Tokenizer, frames: Frames, *, foreign: Iterable[str] = ()
    ) -> None:
        self._tokenizer = tokenizer
        self._frames = frames
        self._foreign = Finder(foreign)
        self._markers = _plain_markers(tokenizer, frames)
        self._encoder = PieceEncoder(tokenizer, self._markers)
        self._closing_token = _first_control(tokenizer, frames.closing)
        self._final_closing_token = _first_control(tokenizer, frames.final_closing)
        self._later_closing_token = _first_control(tokenizer, frames.later_closing)
        self._calls_closing_token = _first_control(tokenizer, frames.calls_closing)
        self._opening_tokens = {
            "user": _first_control(tokenizer, frames.user.before),
            "tool": _first_control(tokenizer, frames.tool.before),
        }
        self._split = _safe_split(self._encoder, tokenizer, frames)
        self._encode_head = lru_cache(maxsize=_KEPT_SYSTEM_TEXTS)(self._encode_system)
        self._control_names = lru_cache(maxsize=_KEPT_NAMES)(partial(control_names, tokenizer))

    @classmethod
    def learn(cls, tokenizer: Tokenizer) -> Self:
        """Learn the tokenizer's chat template.

        Raises:
            UserError: there is no chat template, or it rejects something that every task needs.
        """
        fitted, changes = fit_tokenizer(tokenizer)
        frames = replace(
            learn_frames(fitted),
            thoughts=earlier_thoughts(fitted),
            reasoning=learn_marks(fitted),
        )
        notes = (*changes, *template_notes(fitted, frames))
        return cls(fitted, replace(frames, notes=notes))

    def spelling_out(self, foreign: Iterable[str]) -> Self:
        """Return a chat in which the words of a format never produce these control tokens.

        Only the chat template may produce them; a match in the words of a format is tokenised as
        ordinary text.
        """
        return type(self)(self._tokenizer, self._frames, foreign=foreign)

    def with_results(self, turn: ResultTurn) -> Self:
        """Return a chat whose tool turns are those of the chat template, word for word."""
        tool = Around(turn.open, turn.close)
        if self._frames.supports_tool_role and self._frames.tool == tool:
            return self
        frames = replace(self._frames, tool=tool, supports_tool_role=True)
        return type(self)(self._tokenizer, frames, foreign=self._foreign.texts)

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer used to build prompts."""
        return self._tokenizer

    @property
    def frames(self) -> Frames:
        """The literal text that the template writes around contents."""
        return self._frames

    @property
    def finder(self) -> Finder:
        """Finds text that data must not turn into control tokens or markers of the template."""
        return self._encoder.finder

    @property
    def notes(self) -> tuple[str, ...]:
        """Every difference between these prompts and the template's output, one sentence each."""
        if not self._markers:
            return self._frames.notes
        marked = (
            "The chat template marks turns with ordinary text, so the same text in data can pass "
            f"for a turn: {', '.join(map(repr, self._markers))}."
        )
        return (*self._frames.notes, marked)

    @property
    def supports_tool_role(self) -> bool:
        """Whether tool results get their own turn instead of a user turn."""
        return self._frames.supports_tool_role

    @cached_property
    def end_tokens(self) -> frozenset[int]:
        """Ids that end the model's turn: those of the tokenizer and those the template writes."""
        closing = (self._closing_token, self._calls_closing_token)
        return self._tokenizer.end_tokens | {found[1] for found in closing if found}

    def takes_own_turn(self, role: Own) -> bool:
        """Whether the template can write a turn of this role between system and user turns."""
        return role in self._frames.own

    def opening(
        self, system: Pieces, user: Pieces, own: tuple[Own, Pieces] | None = None
    ) -> tuple[int, ...]:
        """Return the prompt for the first generation of a conversation.

        Args:
            system: content of the system turn; may be empty.
            user: the user's first message.
            own: a tool declaration for a separate turn after the system turn. It is merged into
                the system turn if the template has no such turn or there is no system text.
        """
        frames = self._frames
        user = self._spelt(user)
        if own is not None and plain(system) and own[0] in frames.own:
            first, second, third, last = map(markup, frames.own[own[0]])
            parts = (first, self._spelt(system), second, self._spelt(own[1]), third, user, last)
            return self._encode(*parts)
        system = joined(system, own[1]) if own else system
        if not plain(system):
            around = frames.first_user
            return self._encode(markup(around.before), user, markup(around.after))
        between, after = frames.system_user.before, markup(frames.system_user.after)
        if self._split is None:
            whole = (markup(frames.system), self._spelt(system), markup(between), user, after)
            return self._encode(*whole)
        tail = markup(between[self._split :]) + user + after
        return self._encode_head(system) + tuple(self._encoder.encode(tail, inside=True))

    def turn(
        self, role: Literal["user", "tool"], content: Pieces, *, last: Sequence[int]
    ) -> tuple[int, ...]:
        """Return the ids to append to ``prompt + completion`` for the next generation.

        Args:
            role: the speaker; ``tool`` becomes ``user`` if the template has no tool role.
            content: the message.
            last: the ids of the completion. If they end in an end-of-turn token, the template's
                own is not repeated; if the completion was cut off, it is added.
        """
        around = self._around(role)
        start, given = self._resume(role, last)
        pieces = markup(around.before[start:]) + self._spelt(content) + markup(around.after)
        tokens = self._encoder.encode(pieces, inside=True)
        return tuple(tokens[1:] if tokens[:1] == [given] else tokens)

    def whole(self, messages: Sequence[tuple[Role, Pieces]]) -> tuple[int, ...]:
        """Return the prompt of a conversation, rendered in full by the model's template.

        Raises:
            UserError: the template rejects the conversation.
        """
        messages = self.fitted(messages)
        tokens = self._encoder.attempt(self._rendered(messages, hide_all=False))
        if tokens is None:
            tokens = self._encoder.encode(self._rendered(messages, hide_all=True))
        return tuple(tokens)

    def fitted(self, messages: Sequence[tuple[Role, Pieces]]) -> list[tuple[Role, Pieces]]:
        """Move system, declaration and tool texts to where this template accepts them."""
        fitted: list[tuple[Role, Pieces]] = []
        waiting: Pieces = ()
        for role, content in self._without_own_turn(messages):
            if role == "system" and not self._frames.supports_system_role:
                waiting = content + markup(self._frames.system_user.before) if content else ()
            elif role == "tool" and not self.supports_tool_role:
                fitted.append(("user", content))
            else:
                fitted.append((role, waiting + content))
                waiting = ()
        return fitted

    def _without_own_turn(
        self, messages: Sequence[tuple[Role, Pieces]]
    ) -> Sequence[tuple[Role, Pieces]]:
        """Merge a declaration into the system turn unless the template supports a separate turn."""
        roles = [role for role, _ in messages[:2]]
        if roles not in (["system", "system"], ["system", "developer"]):
            return messages
        (_, system), (role, declaration) = messages[:2]
        if role in self._frames.own:
            return messages
        return [("system", joined(system, declaration)), *messages[2:]]

    def _rendered(self, messages: Sequence[tuple[Role, Pieces]], *, hide_all: bool) -> Pieces:
        # The model's own messages keep the tokens that it generated.
        messages = [
            (role, content if role == "assistant" else self._spelt(content))
            for role, content in messages
        ]
        contents = [content for _, content in messages]

        def render(hider: Hider) -> str:
            conversation = [
                {"role": role, "content": hider.hide(content)} for role, content in messages
            ]
            return self._tokenizer.render(conversation, open_turn=True)

        try:
            rendered, hider = render_hidden(
                self._encoder.finder, contents, render, everything=hide_all
            )
        except TemplateRefusalError as refusal:
            raise UserError(
                f"The chat template refuses the conversation so far ({refusal}); "
                "use --history append instead of template."
            ) from refusal
        return hider.reveal(rendered)

    def words(self, text: str) -> tuple[int, ...]:
        """Return the tokens of a format's own words inside a prompt."""
        return self.encoded(markup(text))

    def encoded(self, pieces: Pieces) -> tuple[int, ...]:
        """Return the tokens of pieces inside a prompt."""
        return tuple(self._encoder.encode(self._spelt(pieces), inside=True))

    def spoken(self, pieces: Pieces, *, before: Literal["user", "tool"]) -> tuple[int, ...]:
        """Return a message as a model would have generated it, including its end of turn.

        Args:
            pieces: the message. If it already ends in an end token, none is added.
            before: the role of the following turn.
        """
        tokens = self.encoded(pieces)
        if tokens and tokens[-1] in self.end_tokens:
            return tokens
        return (*tokens, self.end_of_turn(before=before))

    def end_of_turn(self, *, before: Literal["user", "tool"]) -> int:
        """Return the token with which a model ends a turn that is followed by another role's.

        This is the token with which the template closes the turn. If it does not close turns, it is
        the end token that it writes behind the last answer, or with which it opens the next turn.
        """
        closing = self._closing_of(before)
        if closing is not None:
            return closing[1]
        final = self._final_closing_token if before == "user" else None
        opener = self._opening_tokens[before]
        ends = (found[1] for found in (final, opener) if found and found[1] in self.end_tokens)
        return next(ends, min(self.end_tokens))

    def text(self, tokens: Sequence[int], *, keep: Collection[str] = ()) -> str:
        """Decode a completion without its final end-of-turn token, if any.

        An end token whose text is in ``keep`` is retained: it closes a call as well as the turn.
        """
        return self._tokenizer.decode(self._without_end(tokens, keep))

    def control_spans(
        self, tokens: Sequence[int], *, keep: Collection[str] = (), shown: Collection[str] = ()
    ) -> tuple[ControlSpan, ...] | None:
        """Return where control tokens stand in the text of a completion, which ``text`` returns.

        None where that can't be told. ``shown`` are control tokens that need not be special.
        """
        said = self._without_end(tokens, keep)
        names = self._control_names(frozenset(shown))
        return control_spans(self._tokenizer, said, self._tokenizer.decode(said), names)

    def _without_end(self, tokens: Sequence[int], keep: Collection[str]) -> Sequence[int]:
        kept = {self._tokenizer.controls.get(text) for text in keep}
        ended = bool(tokens) and tokens[-1] in self.end_tokens - kept
        return tokens[:-1] if ended else tokens

    def _spelt(self, content: Pieces) -> Pieces:
        return spelt_out(content, self._foreign)

    def _encode(self, *parts: Pieces) -> tuple[int, ...]:
        return tuple(self._encoder.encode(sum(parts, ())))

    def _encode_system(self, system: Pieces) -> tuple[int, ...]:
        between = self._frames.system_user.before[: self._split]
        return self._encode(markup(self._frames.system), self._spelt(system), markup(between))

    def _around(self, role: Literal["user", "tool"]) -> Around:
        return self._frames.tool if role == "tool" else self._frames.user

    def _closing_of(self, role: Literal["user", "tool"]) -> tuple[int, int] | None:
        """Return the token that closes the turn before a turn of this role."""
        return (self._calls_closing_token if role == "tool" else None) or self._closing_token

    def _resume(self, role: Literal["user", "tool"], last: Sequence[int]) -> tuple[int, int | None]:
        """Return where in the frame to resume, and the token there that the completion contains."""
        first, closing = self._opening_tokens[role], self._closing_of(role)
        if first is None or not last or last[-1] not in self.end_tokens:
            return 0, None
        closes = first in {closing, self._later_closing_token} - {None}
        return (first[0], first[1]) if closes or last[-1] == first[1] else (0, None)


def joined(first: Pieces, second: Pieces) -> Pieces:
    """Join two texts, either of which may be empty, for one turn."""
    between = markup(JOIN) if first and second else ()
    return (*first, *between, *second)


def _first_control(tokenizer: Tokenizer, text: str) -> tuple[int, int] | None:
    """Return position and id of the first control token in a template's own text."""
    found = [
        (text.find(control), -len(control), token)
        for control, token in tokenizer.controls.items()
        if control in text
    ]
    if not found:
        return None
    position, _, token = min(found)
    return position, token


def _plain_markers(tokenizer: Tokenizer, frames: Frames) -> tuple[str, ...]:
    """Return the plain-text turn markers of templates that use no control tokens for them."""
    literals = (
        frames.first_user.before,
        frames.user.before,
        frames.tool.before,
        frames.user.after,
        frames.tool.after,
    )
    words = {text.strip() for text in literals if _first_control(tokenizer, text) is None}
    return tuple(sorted(word for word in words if len(word) > 1))


def _safe_split(encoder: PieceEncoder, tokenizer: Tokenizer, frames: Frames) -> int | None:
    """Return where the opening can be split so that the system part is tokenised only once.

    This is just before the first control token after the system content, provided that splitting
    there is verified not to change the tokens.
    """
    between = frames.system_user.before
    first = _first_control(tokenizer, between)
    if first is None:
        return None
    cut = first[0]
    for content in ("a\n", "é ", "}"):
        head = frames.system + content + between[:cut]
        tail = between[cut:] + content + frames.system_user.after
        parts = encoder.encode(markup(head)) + encoder.encode(markup(tail), inside=True)
        if parts != encoder.encode(markup(head + tail)):
            return None
    return cut

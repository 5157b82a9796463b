"""One case as it was played: what is in its record, prompts and states with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.tokenizer import Tokenizer
from toolbench_ood.rollout.final_state import solution_states, state_after
from toolbench_ood.rollout.record import CallEntry, FindingEntry, MessageEntry, Record
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.run.header import RunHeader
from toolbench_ood.run.rescore import answers
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.generation import Completion, Finish
from toolbench_ood.world.state_diff import StateRow, diff_states


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text."""

    text: str
    special: bool = False
    """Whether it is one control token, rather than text that may look like one."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the model was shown."""

    role: str | None
    """None for a prompt's own text, which has the roles inside."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One message of the model, and its effects."""

    prompt: tuple[Said, ...]
    """What is new in the prompt; in the first step all of it."""
    prompt_tokens: int
    resent_tokens: int
    """Tokens of the prompt that the step before had sent or written."""
    completion: tuple[Span, ...]
    given: str
    """Its beginning, if the arm wrote that."""
    completion_tokens: int
    """Those that the model wrote."""
    finish: str
    """``stop`` where the model ended the message, ``length`` where a budget did."""
    findings: tuple[FindingEntry, ...]
    """Their offsets count in the joined texts of the completion."""
    calls: tuple[CallEntry, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A case as it was played."""

    case: str
    model: str
    unit: Literal["token", "byte"]
    """The unit of counts; a scripted model writes bytes."""
    solved: bool
    well_formed: bool
    stop: str
    failure: str
    """The check that failed, or why the case could not go on; empty when solved."""
    notes: tuple[str, ...]
    """What is missing or inexact, and why."""
    steps: tuple[Step, ...]
    state: tuple[StateRow, ...] | None
    """The changes of the solution and of the model; None if the task is not available."""


def played(
    header: RunHeader, record: Record, case: Case | None, chat: Chat | None, notes: Sequence[str]
) -> Played:
    """Reconstruct how a case was played.

    Args:
        header: of its run.
        record: of the case.
        case: the case itself, for states and exact prompts; None where its task is not here.
        chat: the one in which it was played; None where its tokenizer is not here.
        notes: why one of them is not.

    Raises:
        UserError: the task is broken.
    """
    exact = _exact_prompts(header, record, case, chat) if case and chat else None
    changed = (_CHANGED,) if case and chat and exact is None else ()
    tokenizer = chat.tokenizer if chat else None
    prompts = exact if exact is not None else list(_shown(record))
    return Played(
        case=record.case,
        model=header.model.name,
        unit="byte" if header.model.kind == "scripted" else "token",
        solved=record.solved,
        well_formed=record.well_formed,
        stop=record.stop.value,
        failure=record.failure,
        notes=(*notes, *changed),
        steps=tuple(_steps(record, prompts, tokenizer)),
        state=_state(case, record) if case else None,
    )


_CHANGED = (
    "the prompts differ from those of the run, because a task, a format or the program has "
    "changed; they are shown as messages"
)


def _steps(
    record: Record, prompts: Sequence[tuple[Said, ...]], tokenizer: Tokenizer | None
) -> Iterator[Step]:
    places = [index for index, each in enumerate(record.messages) if each.role == "assistant"]
    for place, prompt in zip(places, prompts, strict=True):
        entry = record.messages[place]
        yield Step(
            prompt=prompt,
            prompt_tokens=entry.prompt_tokens or 0,
            resent_tokens=entry.resent_tokens or 0,
            completion=_completion(entry, tokenizer),
            given=entry.text[: entry.given],
            completion_tokens=len(entry.tokens or ()),
            finish=entry.finish or Finish.STOP.value,
            findings=tuple(each for each in record.findings if each.message == place),
            calls=tuple(each for each in record.calls if each.message == place),
        )


def _shown(record: Record) -> Iterator[tuple[Said, ...]]:
    """Yield what the model was shown before each of its messages, without the template's words."""
    new: list[Said] = []
    for entry in record.messages:
        if entry.role == "assistant":
            yield tuple(new)
            new = []
        else:
            new.append(Said(entry.role, (Span(entry.text),)))


def _exact_prompts(
    header: RunHeader, record: Record, case: Case, chat: Chat
) -> list[tuple[Said, ...]] | None:
    """Return what is new in each prompt, token for token; None where prompts are not as they were.

    That is seen by their numbers of tokens.
    """
    settings = header.settings
    limits = header.settings.limits.endless
    setting = Setting(chat, limits, history=settings.history, system=settings.system)
    entries = answers(record)
    prompts = list(_prompts(case, setting, entries))
    if [len(prompt) for prompt in prompts] != [entry.prompt_tokens for entry in entries]:
        return None
    return [
        (Said(None, _spans(chat.tokenizer, prompt[entry.resent_tokens or 0 :])),)
        for prompt, entry in zip(prompts, entries, strict=True)
    ]


def _prompts(
    case: Case, setting: Setting, entries: Sequence[MessageEntry]
) -> Iterator[tuple[int, ...]]:
    steps = rollout(case, setting)
    try:
        request = next(steps)
        for entry in entries:
            yield request.prompt
            finish = Finish(entry.finish or Finish.STOP)
            request = steps.send(Completion(tuple(entry.tokens or ()), finish))
    except StopIteration:
        return


def _completion(entry: MessageEntry, tokenizer: Tokenizer | None) -> tuple[Span, ...]:
    tokens = entry.tokens or ()
    if tokenizer is not None:
        given = (Span(entry.text[: entry.given]),) if entry.given else ()
        spans = (*given, *_spans(tokenizer, tokens))
        if "".join(span.text for span in spans).startswith(entry.text):
            return spans
    end = (Span(f"token {tokens[-1]}", special=True),) if tokens and entry.finish == "stop" else ()
    return (Span(entry.text), *end)


def _spans(tokenizer: Tokenizer, tokens: Sequence[int]) -> tuple[Span, ...]:
    """Spell tokens out, each control token by itself."""
    text = tokenizer.decode(tokens)
    names = {token: name for name, token in tokenizer.controls.items()}
    spans: list[Span] = []
    at = 0
    for index, token in enumerate(tokens):
        if token not in names:
            continue
        # Text may spell the same name as ordinary tokens, so the place is counted, not searched.
        start = text.find(names[token], max(at, len(tokenizer.decode(tokens[:index]))))
        if start < 0:
            continue
        spans += [Span(text[at:start]), Span(names[token], special=True)]
        at = start + len(names[token])
    return tuple(span for span in (*spans, Span(text[at:])) if span.text)


def _state(case: Case, record: Record) -> tuple[StateRow, ...]:
    before, expected = solution_states(case)
    messages = [(entry.text, entry.finish == "length") for entry in answers(record)]
    return diff_states(before, expected, state_after(case, messages))

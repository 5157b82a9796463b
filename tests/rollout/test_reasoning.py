"""Cases played by models that reason: whose marks, whose answer, whose budget."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest
from cases import for_each
from chat.template_shapes import CHATML, JinjaTokenizer
from laws.everything import in_format

pytest.importorskip("tokenizers", reason="needs the tokenizers library")

from chat.bpe_codec import byte_level

from toolbench_ood.chat.chat import Chat
from toolbench_ood.policy.oracle import oracle_messages, spell
from toolbench_ood.rollout.limits import UNLIMITED, Limits, Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.generation import Completion, Finish, Request
from toolbench_ood.types.reasoning import Thinking

CONTROLS = ("<|im_start|>", "<|im_end|>", "<tool_call>", "</tool_call>")
TEMPLATES = {
    "[THINK]": CHATML,
    "<think>": CHATML.replace("assistant\n{% endif", "assistant\n<think>\n{% endif"),
}
"""One that knows nothing of the reasoning that the tokenizer has tokens for, and one that opens it
in the prompt."""


@cache
def chat_of(mark: str) -> Chat:
    """Learn the chat of a model that reasons between these marks."""
    codec = byte_level((*CONTROLS, mark, f"{mark[0]}/{mark[1:]}"))
    return Chat.learn(JinjaTokenizer(codec, TEMPLATES[mark], ("<|im_end|>",)))


def case_of(chat: Chat, case: Case) -> Case:
    """Return a case as the model of a chat plays it."""
    assert chat.frames.reasoning
    return replace(case, format=replace(case.format, thinking=Thinking(chat.frames.reasoning)))


def play(
    case: Case, chat: Chat, texts: Iterable[str], limits: Limits | None = None
) -> tuple[Record, list[Request]]:
    """Let a model write these messages, each as long as its request allows."""
    endless = Limits(tokens=UNLIMITED, message_tokens=UNLIMITED)
    steps = rollout(case, Setting(chat, limits or endless))
    requests = [next(steps)]
    try:
        for text in texts:
            tokens = tuple(chat.tokenizer.encode(f"{text}<|im_end|>"))
            room = requests[-1].max_tokens
            ended = Finish.STOP if len(tokens) <= room else Finish.LENGTH
            requests.append(steps.send(Completion(tokens[:room], ended)))
    except StopIteration as end:
        assert isinstance(end.value, Record)  # noqa: PT017  # a rollout ends so
        return end.value, requests
    raise AssertionError("the case goes on behind its solution")


@cache
def asking() -> tuple[Case, list[str]]:
    """Return a case whose last answer has to say something, and the messages that solve it."""
    chat = chat_of("[THINK]")
    for case in in_format():
        texts = [spell(case, message) for message in oracle_messages(case)]
        if len(texts) > 1 and not play(case, chat, [*texts[:-1], "Hm."])[0].solved:
            return case, texts
    raise AssertionError("every task takes any answer")


@for_each("mark", list(TEMPLATES))
@for_each("kind", ["a thought", "a draft", "no end"])
def test_a_thought_is_neither_a_call_nor_an_answer(mark: str, kind: str) -> None:
    """The message behind it is what counts; without an end there is none."""
    chat, (asked, texts) = chat_of(mark), asking()
    marks = chat.frames.reasoning
    assert marks
    case, begin = case_of(chat, asked), "" if marks.opened_by_prompt else marks.open
    assert marks.opened_by_prompt == (mark == "<think>")
    thought = "17 or 23?" if kind == "a thought" else f"{texts[0]}? {texts[-1]}?"
    written = [f"{begin}{thought}{marks.close}\n\n{text}" for text in texts]
    if kind == "no end":
        written[-1] = f"{begin}{texts[-1]}"
    record, _ = play(case, chat, written)
    assert record.solved == (kind != "no end"), record.failure
    assert record.well_formed
    codes = {found.code for found in record.findings}
    drafts = set() if kind == "a thought" else {"P2_WRONG_CHANNEL"}
    assert codes == drafts | ({"E1_UNBALANCED"} if kind == "no end" else set())


@for_each("mark", list(TEMPLATES))
@for_each(
    ("thought", "reasoning_tokens", "message_tokens", "solved"),
    [(300, 400, 200, True), (300, 0, 200, False), (300, 200, 400, False), (30, 400, 9, False)],
)
def test_reasoning_has_its_own_budget(
    mark: str, thought: int, reasoning_tokens: int, message_tokens: int, solved: bool
) -> None:
    """A thought within its budget costs no other; what follows it has the ordinary ones."""
    chat, (asked, texts) = chat_of(mark), asking()
    marks = chat.frames.reasoning
    assert marks
    begin = "" if marks.opened_by_prompt else marks.open
    written = [f"{begin}{'Z' * thought}{marks.close}\n\n{text}" for text in texts]
    limits = Limits(
        tokens=200 * len(texts), message_tokens=message_tokens, reasoning_tokens=reasoning_tokens
    )
    record, requests = play(case_of(chat, asked), chat, written, limits)
    assert requests[0].max_tokens == message_tokens + reasoning_tokens
    assert record.solved == solved, record.failure
    if not solved:
        assert record.stop is Stop.TOKEN_LIMIT
        (last,) = [entry for entry in record.messages if entry.role == "assistant"][-1:]
        assert last.finish == "length"
        within = min(thought + 1, reasoning_tokens) + message_tokens
        assert len(last.tokens or ()) <= within + 1

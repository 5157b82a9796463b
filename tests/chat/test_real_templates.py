"""What holds of every real chat template in the folder: found, wrapped once, appended, read."""

from collections.abc import Sequence
from functools import cache

import pytest
from cases import for_each

pytest.importorskip("transformers", reason="needs transformers")

from chat.real_templates import FOLDER, RealTemplate, real_templates
from formats.native_plays import lamps, solved_prompts
from shipped_formats import LIBRARY

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.probe import PROBE_QUESTION, probe_tools
from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError
from toolbench_ood.chat.tool_template import (
    ToolTemplate,
    Written,
    takes_tools,
    ways_that_call,
    written_calls,
)
from toolbench_ood.chat.ways import Way
from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import HardValue, hard_values
from toolbench_ood.format.native import NativeFormat, learn_native
from toolbench_ood.format.place import place
from toolbench_ood.run.id_formats import spoken_format
from toolbench_ood.tasks.case import Case
from toolbench_ood.train.conversation import solved_conversation
from toolbench_ood.train.rendering import difference
from toolbench_ood.types.call import Call, ToolOutput, same_calls
from toolbench_ood.types.errors import UnwritableError, UserError
from toolbench_ood.types.piece import data, plain

NAMES = sorted(real_templates())
CALL = Call("qxname0xq", {"place": "Oslo"})
FAMILIES, TEMPLATES = 20, 50
OPEN_LICENCES = {"Apache-2.0", "MIT"}
NO_NATIVE = {
    "r1-distill-qwen": "does not put the tool",
    "r1-0528-qwen3": "does not put the tool",
    "deepseek-v3.1": "does not put the tool",
    "deepseek-v3.2-exp": "does not put the tool",
}
"""Templates that can't be played as ``native``, and what is said of them."""

IN_VARIANT = {"gigachat-3"}
"""Templates that write a variant of their format, which ``native`` reads and never writes."""


@cache
def chat_of(name: str) -> Chat:
    """Learn a template."""
    return Chat.learn(real_templates()[name].tokenizer())


@cache
def found_format(name: str) -> tuple[str | None, str]:
    """Detect the format of a template."""
    return spoken_format(LIBRARY, chat_of(name).tokenizer)


@cache
def native_of(name: str) -> NativeFormat:
    """Learn a template's native format."""
    spoken, why = found_format(name)
    assert spoken, why
    return learn_native(chat_of(name), LIBRARY.load(spoken))


def entry(name: str) -> RealTemplate:
    """Return a template, skipping the case if its calls are not read."""
    found = real_templates()[name]
    if found_format(name)[0] is None:
        pytest.skip(found.unread or "it writes no calls in a shipped format")
    return found


def template_of(name: str) -> ToolTemplate:
    """Return a template that takes tools."""
    tokenizer = chat_of(name).tokenizer
    assert takes_tools(tokenizer)
    return tokenizer


def test_every_template_may_be_copied_and_says_where_it_is_from() -> None:
    """Each file has an entry and each entry a file; model and package are under open licences."""
    files = {path.stem for path in FOLDER.glob("*.jinja")}
    assert files == set(NAMES)
    for name, known in real_templates().items():
        assert {known.model_licence, known.package_licence} <= OPEN_LICENCES, name
        assert all((known.model, known.package, known.path)), name


def test_the_corpus_is_large() -> None:
    """There are as many templates and families as the other tests claim to speak for."""
    assert len(NAMES) >= TEMPLATES
    assert len({each.family for each in real_templates().values()}) >= FAMILIES


@for_each("name", NAMES)
def test_the_format_is_found_and_right(name: str) -> None:
    """The format that ships for a template is found, unless it is told why; never another."""
    known = real_templates()[name]
    found, sentence = found_format(name)
    assert found in ({known.format, None} if known.unread else {known.format or None}), sentence


@for_each("name", NAMES)
def test_own_results_are_wrapped_once(name: str) -> None:
    """No word that the format has around results stands twice around one, nor is any missing."""
    format_ = LIBRARY.load(entry(name).format)
    chat = chat_of(name)
    placed = place(format_, chat, own=True)
    if placed.placement and placed.placement.words == "template":
        chat = chat.with_results(placed.placement.turn)
    output = ToolOutput("qxresultxq", "qxnamexq", format_.first_id)
    said = chat.turn(placed.results_role, placed.returned_pieces([output]), last=())
    text = chat.tokenizer.decode(said)
    assert text.count("qxresultxq") == 1
    for marker in format_.spec.results.markers:
        assert text.count(marker) <= 1, text
    squeezed = "".join(text.split())
    for word in filter(None, (format_.spec.results.open, format_.spec.results.close)):
        assert f"{word}{word}" not in squeezed, text


def conversation(name: str, way: Way, count: int) -> Sequence[ChatMessage]:
    """Return a question, calls, and their results."""
    calls = [Call(f"qxname{at}xq", {"place": "Oslo"}) for at in range(count)]
    texts = [f"it is {at}\n<b>" for at in range(count)]
    user = {"role": "user", "content": PROBE_QUESTION}
    return [user, way.calling(calls), *way.results(calls, texts)]


@for_each("count", [1, 2])
@for_each("name", NAMES)
def test_appended_is_what_the_template_renders(name: str, count: int) -> None:
    """Prompt, calls and results are the template's tokens where it keeps them, or it is noted."""
    entry(name)
    template, chat = template_of(name), chat_of(name)
    calls = [Call(f"qxname{at}xq", {"place": "Oslo"}) for at in range(count)]
    tools = probe_tools(calls)
    way = ways_that_call(template, calls[:1])[0]
    messages = conversation(name, way, count)
    if name in NO_NATIVE:
        pytest.skip(NO_NATIVE[name])
    native = native_of(name)
    try:
        whole = template.render_with_tools(messages, tools, open_turn=True)
        calling = template.render_with_tools(messages[:2], tools, open_turn=False)
        if written_calls(template, calls, way) is None:
            pytest.skip("it leaves out a call")
    except TemplateRefusalError as refusal:
        if count == 1:
            raise
        pytest.skip(str(refusal))
    own = native.chat(chat)
    prompt = own.opening(native.declare_pieces(tools), data(PROBE_QUESTION))
    opening = chat.tokenizer.decode(prompt)
    if not calling.startswith(opening) or not whole.startswith(opening):
        assert any("In a conversation" in note for note in chat.notes), whole
        return
    outputs = [
        ToolOutput(text["content"], call.name, str(way.id(at, call.name)))
        for at, (call, text) in enumerate(zip(calls, messages[2:], strict=True))
    ]
    turn = own.turn("tool", native.returned_pieces(outputs), last=())
    said = whole.removeprefix(opening).removesuffix(chat.tokenizer.decode(turn))
    appended = (*prompt, *chat.tokenizer.encode(said), *turn)
    assert chat.tokenizer.decode(appended) == whole
    if calling.startswith(opening + said):
        assert list(appended) == chat.tokenizer.encode(whole)
    else:
        assert any("In a conversation" in note for note in chat.notes), whole


@for_each("name", NAMES)
def test_native_reads_hard_values_as_the_template_writes_them(name: str) -> None:
    """Of the forty hard values each that the format can carry comes back from the template."""
    entry(name)
    template = template_of(name)
    if name in NO_NATIVE:
        with pytest.raises(UserError, match=NO_NATIVE[name]):
            native_of(name)
        return
    native = native_of(name)
    way = ways_that_call(template, [CALL])[0]
    lost = [
        value.name
        for value in hard_values(native.spec)
        if carries(native.matching, value)
        if not reads(native, value, written_calls(template, [value.call], way))
    ]
    assert lost == []


def carries(format_: Format, value: HardValue) -> bool:
    """Whether a format can write a value."""
    try:
        format_.write([value.call], [value.tool])
    except UnwritableError:
        return False
    return True


def reads(native: NativeFormat, value: HardValue, written: Written | None) -> bool:
    """Whether a value is read without a finding, wherever the message begins."""
    readings = [native.read(text, [value.tool]) for text in written.texts] if written else []
    return any(each.well_formed and same_calls(each.calls, [value.call]) for each in readings)


@for_each("name", NAMES)
def test_native_solves_what_the_oracle_does(name: str) -> None:
    """Laws 4 and 6: with each template the oracle solves every task, and prompts only grow."""
    known = entry(name)
    if name in NO_NATIVE:
        pytest.skip(NO_NATIVE[name])
    native = native_of(name)
    chat = native.chat(chat_of(name))
    (end,) = chat.tokenizer.encode(known.ends[0])
    assert all(pairs for pairs in solved_prompts(native, chat, lambda _: end))
    assert plain(native.declare_pieces(probe_tools()))


@for_each("name", NAMES)
def test_exported_messages_give_the_tokens_or_a_difference_is_noted(name: str) -> None:
    """Where prompts are said to be the template's own, so is what it makes of a row's messages."""
    chat, spoken = chat_of(name), found_format(name)[0]
    hermes = place(LIBRARY.load("hermes"), chat, own=spoken == "hermes")
    template = bool(hermes.placement and hermes.placement.words == "template")
    played: list[tuple[Format, Chat, Sequence[str]]] = [
        (hermes, chat.with_results(hermes.placement.turn) if template else chat, chat.notes)
    ]
    if spoken and name not in NO_NATIVE:
        native = native_of(name)
        played.append((native, native.chat(chat), (*chat.notes, *native.notes)))
    for format_, own, notes in played:
        for task in lamps().tasks:
            case = Case(lamps(), task, format_, seed=0)
            found = difference(solved_conversation(case, own), format_, own)
            assert not found or notes or name in IN_VARIANT, f"{case.id}: {found}"

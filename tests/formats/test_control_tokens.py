"""Faults that only tokens show: markers spelled in ordinary ones, control tokens inside calls."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cases import for_each

pytest.importorskip("transformers", reason="needs transformers")

from chat.bpe_codec import BpeCodec, byte_level, spaced
from chat.tool_shapes import TOOL_SHAPES, made_tokenizer, tool_tokenizer
from formats.native_plays import lamps
from rollout.test_rollout import oracle_texts, play
from score.made import make
from shipped_formats import LIBRARY
from task.suites import write_suite

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.control_spans import control_names, control_spans
from toolbench_ood.format.format import Format
from toolbench_ood.rollout.record import Record, dump_record, load_record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.format_entry import format_entry
from toolbench_ood.run.markers import foreign_controls, measure_format
from toolbench_ood.run.rescore import rescore
from toolbench_ood.run.sources import Sources
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.finding import OF_TOKENS, Code, Severity
from toolbench_ood.types.generation import Completion, Finish
from toolbench_ood.types.piece import data, markup
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec

QWEN = TOOL_SHAPES["qwen"]


def spoken(family: str) -> tuple[Chat, Format]:
    """Return the chat of a family's shape, and its own format as it is played there."""
    learnt, own = Chat.learn(tool_tokenizer(family)), LIBRARY.load(TOOL_SHAPES[family].format)
    return shown(learnt.spelling_out(foreign_controls(learnt, [own])), own)


def shown(chat: Chat, format_: Format) -> tuple[Chat, Format]:
    measured = measure_format(chat, format_)
    return chat, replace(format_, shown_controls=measured.shown_controls)


def read(chat: Chat, fmt: Format, tokens: Sequence[int], tools: Sequence[ToolSpec]) -> Reading:
    controls = chat.control_spans(tokens, keep=fmt.markers, shown=fmt.shown_controls)
    assert controls is not None
    return fmt.read_tokens(chat.text(tokens, keep=fmt.markers), tools, controls)


@for_each("family", ["qwen", "mistral", "deepseek", "glm", "minimax"])
def test_a_marker_in_ordinary_tokens_is_found(family: str, booking: list[ToolSpec]) -> None:
    """E7: each shown marker that is spelled; benign where the family's server takes it as text.

    In a value, in prose and in a format whose markers prompts spell, ordinary tokens are right.
    """
    chat, fmt = spoken(family)
    city = "Rome [ARGS] <tool_sep>"
    call = Call("book", {"city": city, "nights": 2})
    written = fmt.write_pieces([call], booking)
    assert read(chat, fmt, chat.spoken(written, before="tool"), booking).findings == ()

    text = fmt.write([call], booking)
    reading = read(chat, fmt, chat.spoken(data(text), before="tool"), booking)
    benign = fmt.spec.server.matches == "text"
    assert benign is (family == "qwen")
    severity = Severity.BENIGN if benign else Severity.DETERMINISTIC
    assert {(one.code, one.severity) for one in reading.findings} == {
        (Code.E7_SPELT_MARKER, severity)
    }
    spelled = [text[one.start : one.end] for one in reading.findings]
    assert spelled == [one.detail for one in reading.findings]
    markers = text.replace(city, "")
    assert set(spelled) == {one for one in fmt.shown_controls if one in markers}
    assert reading.well_formed is benign
    assert reading.lenient
    assert same_calls(reading.recovered, [call])

    prose = chat.spoken(data(f"It ends with {fmt.closer}, as it should."), before="user")
    assert Code.E7_SPELT_MARKER not in {one.code for one in read(chat, fmt, prose, []).findings}
    other = made_tokenizer(QWEN.template, (*QWEN.controls, *fmt.shown_controls), QWEN.end)
    learnt = Chat.learn(other)
    foreign = frozenset(fmt.shown_controls) - set(QWEN.controls)
    stranger, plain = shown(learnt.spelling_out(foreign), fmt)
    assert not plain.shown_controls & foreign
    spelt = stranger.spoken(markup(text), before="tool")
    assert not foreign or read(stranger, plain, spelt, booking).findings == ()


@for_each("family", ["qwen", "mistral", "glm"])
def test_a_control_token_inside_a_call_is_found(family: str, booking: list[ToolSpec]) -> None:
    """A8: in a name or an argument, special or a shown marker; no repair knows what was meant."""
    chat, fmt = spoken(family)
    controls = chat.tokenizer.controls
    assert len(controls) > len(fmt.shown_controls)
    text = fmt.write([Call("book", {"city": "Rome", "nights": 2})], booking)
    for name, token in controls.items():
        if token in chat.end_tokens:
            continue
        before, after = text.split("Rome")
        halves = [
            chat.spoken(markup(half), before="tool") for half in (f"{before}Ro", f"me{after}")
        ]
        reading = read(chat, fmt, (*halves[0][:-1], token, *halves[1]), booking)
        counts = token in chat.tokenizer.special or name in fmt.shown_controls
        found = [one for one in reading.findings if one.code is Code.A8_CONTROL_TOKEN]
        if fmt.name == "glm47" and name in fmt.markers:  # raw text ends at it
            assert not reading.well_formed
            continue
        assert [(one.detail, one.severity, one.call_index) for one in found] == (
            [(name, Severity.JUDGEMENT, 0)] if counts else []
        ), name
        assert reading.lenient is not counts
    if family == "qwen":  # elsewhere no name holds such signs
        named = chat.tokenizer.encode(text.replace("book", "bo<|im_start|>ok"))
        details = {one.code: one.detail for one in read(chat, fmt, named, booking).findings}
        assert details[Code.A8_CONTROL_TOKEN] == "<|im_start|>"


@for_each("family", ["qwen", "glm"])
def test_scoring_again_finds_the_same(family: str, tmp_path: Path) -> None:
    """Law 8: spans and header tell a record's faults of tokens; without spans there are none."""
    chat, fmt = spoken(family)
    task = next(task for task in lamps().tasks if "lights_one" in task)
    case = Case(lamps(), task, fmt, seed=0)
    end = chat.end_of_turn(before="user")
    native = [(*chat.words(text), end) for text in oracle_texts(case)]
    spelt = [chat.spoken(data(text), before="user") for text in oracle_texts(case)[:1]]
    answers = native[1:] if fmt.spec.server.matches == "text" else native
    played = [Completion(tokens, Finish.STOP) for tokens in (*spelt, *answers)]
    record, _ = play(case, played, Setting(chat))
    assert record.solved
    assert {one.code for one in record.findings} == {Code.E7_SPELT_MARKER}
    assert record.well_formed is (fmt.spec.server.matches == "text")
    assert load_record(dump_record(record)) == record

    write_suite(tmp_path / "suites" / "lamps")
    sources = Sources(task_folders=(tmp_path / "suites",))
    formats = {fmt.name: format_entry(fmt, measure_format(chat, fmt))}
    run = make.run(tmp_path / "run", [record], formats=formats)
    assert rescore(run, sources) == [record]
    older = make.run(tmp_path / "older", [_without_spans(record)], formats=formats)
    (again,) = rescore(older, sources)
    assert not OF_TOKENS & {one.code for one in again.findings}


def _without_spans(record: Record) -> Record:
    return replace(record, messages=[replace(one, controls=None) for one in record.messages])


@for_each("make_codec", [byte_level, spaced])
def test_control_tokens_are_found_in_the_text(
    make_codec: Callable[[tuple[str, ...]], BpeCodec],
) -> None:
    """Each stands where its text does, beside halves of letters and its own text spelled out."""
    codec = make_codec(("<a>", "<b>", "[c]"))
    half = codec.encode("\N{SNOWMAN}")[:-1]
    parts: list[str | list[int]]
    parts = [" x", "<a>", " <", half, "<a>", half, "<b>", "", "[c]", "\N{SNOWMAN} y ", "<b>", " z"]
    tokens: list[int] = []
    for part in parts:
        tokens += codec.encode(part) if isinstance(part, str) else part
    text = codec.decode(tokens)
    named = {token: name for name, token in codec.controls.items()}
    for shown_ in ({"<a>", "<b>", "[c]"}, set[str]()):
        spans = control_spans(codec, tokens, text, control_names(codec, shown_))
        counted = [one for one in tokens if one in codec.special or named.get(one) in shown_]
        assert spans is not None
        assert [span.token for span in spans] == counted
        assert [text[span.start : span.end] for span in spans] == [named[one] for one in counted]
        for span in spans:
            nth = counted[: spans.index(span) + 1].count(span.token)
            at = [place for place, one in enumerate(tokens) if one == span.token][nth - 1]
            assert span.start == len(codec.decode(tokens[:at]))

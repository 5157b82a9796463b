"""A case of a real model's run, spelled out in that model's own tokens."""

import asyncio
from pathlib import Path

import pytest

pytest.importorskip("transformers", reason="needs transformers")

from chat.bpe_codec import byte_level
from chat.template_shapes import CHATML
from laws.everything import in_format
from score.made import make
from transformers import PreTrainedTokenizerFast

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.hf_tokenizer import HfTokenizer
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.policy.find import find_policy, script_of
from toolbench_ood.rollout.limits import UNLIMITED, Limits
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import play
from toolbench_ood.run.header import ChatEntry, RunHeader
from toolbench_ood.run.played import Played
from toolbench_ood.run.recall import recall
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.sources import Sources
from toolbench_ood.types.errors import UserError

_CONTROLS = ("<|im_start|>", "<|im_end|>", "<tool_call>", "</tool_call>")


def _model(folder: Path, template: str) -> Path:
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=byte_level(_CONTROLS).backend,
        eos_token="<|im_end|>",  # noqa: S106  # a token of text, no secret
    )
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    (folder / "config.json").write_text("{}")
    return folder


def _play(chat: Chat) -> Record:
    case = in_format()[0]
    engine = ScriptedEngine("oracle", chat, script_of(find_policy("oracle"), [case], 0))
    limits = Limits(tokens=UNLIMITED, message_tokens=UNLIMITED)
    return asyncio.run(play(case, engine, Setting(chat, limits)))


def _header(chat: Chat, record: Record, model: Path) -> RunHeader:
    return make.header(
        [record],
        settings=Settings(model=str(model)),
        chat=ChatEntry(fingerprint=dict(chat.tokenizer.fingerprint), history="append", notes=()),
    )


def _text(played: Played) -> str:
    texts: list[str] = []
    for step in played.steps:
        texts += [span.text for said in step.prompt for span in said.spans]
        texts += [span.text for span in step.completion]
    return "".join(texts)


def test_prompts_are_spelled_out_token_for_token(tmp_path: Path) -> None:
    """What is new in each step joins to all that the model saw and wrote, control tokens marked."""
    model = _model(tmp_path / "model", CHATML)
    chat = Chat.learn(HfTokenizer.load(model))
    record = _play(chat)
    header = _header(chat, record, model)
    shown = recall(header, record, Sources(model=str(model)))
    assert not [note for note in shown.notes if "prompts" in note]
    texts = [entry.text for entry in record.messages]
    whole = _text(shown)
    assert all(text in whole for text in texts)
    assert whole.count("<|im_start|>") == len(texts)
    first = shown.steps[0].completion
    assert [span.text for span in first if span.special] == [
        "<tool_call>",
        "</tool_call>",
        "<|im_end|>",
    ]
    assert not [row for row in shown.state or () if not row.as_expected]


def test_another_model_is_refused(tmp_path: Path) -> None:
    """One whose template differs from the run's is named; without a model prompts are messages."""
    model = _model(tmp_path / "model", CHATML)
    chat = Chat.learn(HfTokenizer.load(model))
    record = _play(chat)
    header = _header(chat, record, model)
    other = _model(tmp_path / "other", CHATML.replace("\n{{", "\n\n{{"))
    with pytest.raises(UserError, match="is not the model of the run: its chat template"):
        recall(header, record, Sources(model=str(other)))
    shown = recall(header, record, Sources())
    assert [said.role for said in shown.steps[0].prompt] == ["system", "user"]
    changed = header.model_copy(update={"settings": Settings(model=str(model), history="template")})
    (record.messages[2].tokens or []).append(7)
    shown = recall(changed, record, Sources(model=str(model)))
    assert any("prompts differ from those of the run" in note for note in shown.notes)

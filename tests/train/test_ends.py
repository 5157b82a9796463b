"""A turn may end in any of several tokens: what trainers, exports and scripts make of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("transformers", reason="needs transformers")

from chat.bpe_codec import byte_level
from chat.template_shapes import CHATML, HEADERS, NEXT_ROLE_CLOSES, TWO_ROLES, JinjaTokenizer
from laws.everything import in_format
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.hf_tokenizer import HfTokenizer
from toolbench_ood.policy.oracle import oracle_messages, spell
from toolbench_ood.rollout.limits import UNLIMITED, Limits
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.train.conversation import solved_conversation
from toolbench_ood.train.environment import Environment
from toolbench_ood.types.generation import Request
from toolbench_ood.types.piece import markup

_PAD = "<pad>"


@dataclass(frozen=True)
class _Family:
    """A tokenizer and template as a model family ships them."""

    template: str
    controls: tuple[str, ...]
    eos: str
    generation_ends: tuple[str, ...] | None
    """Of the generation config; None: there is no such file."""
    config_ends: tuple[str, ...]
    """Of the model's config."""
    ends: frozenset[str]
    """All that end a turn."""


_FAMILIES = {
    "ChatML on a base tokenizer": _Family(
        CHATML,
        ("<|im_start|>", "<|im_end|>", "<|endoftext|>", _PAD),
        eos="<|endoftext|>",
        generation_ends=("<|endoftext|>",),
        config_ends=(),
        ends=frozenset({"<|im_end|>", "<|endoftext|>"}),
    ),
    "Gemma": _Family(
        TWO_ROLES,
        ("<bos>", "<turn>", "</turn>", "<eos>", _PAD),
        eos="<eos>",
        generation_ends=("<eos>", "</turn>"),
        config_ends=(),
        ends=frozenset({"</turn>", "<eos>"}),
    ),
    "Llama, without a generation config": _Family(
        HEADERS,
        ("<|begin|>", "<|head|>", "<|/head|>", "<|eot|>", "<|eom|>", "<|end_of_text|>", _PAD),
        eos="<|end_of_text|>",
        generation_ends=None,
        config_ends=("<|end_of_text|>", "<|eom|>"),
        ends=frozenset({"<|eot|>", "<|eom|>", "<|end_of_text|>"}),
    ),
    "the next role's opener ends the turn": _Family(
        NEXT_ROLE_CLOSES,
        ("<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>", _PAD),
        eos="<|endoftext|>",
        generation_ends=("<|endoftext|>", "<|user|>", "<|observation|>"),
        config_ends=(),
        ends=frozenset({"<|endoftext|>", "<|user|>", "<|observation|>"}),
    ),
}


def _chat(folder: Path, family: _Family) -> Chat:
    """Save a model folder without weights and learn its chat."""
    backend = byte_level(family.controls).backend
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, eos_token=family.eos, pad_token=_PAD
    )
    tokenizer.chat_template = family.template
    tokenizer.save_pretrained(folder)
    ids = [backend.token_to_id(end) for end in family.config_ends]
    LlamaConfig(eos_token_id=ids or None).save_pretrained(folder)
    if family.generation_ends is not None:
        ids = [backend.token_to_id(end) for end in family.generation_ends]
        GenerationConfig(eos_token_id=ids).save_pretrained(folder)
    return Chat.learn(HfTokenizer.load(folder))


def _padded_oracle(chat: Chat, end: int) -> Callable[[Sequence[Request]], list[list[int]]]:
    """Write solutions as a batch comes out of a trainer: ended in one way, padded to one length."""
    cases = {case.id: case for case in in_format()[:3]}
    pad = chat.tokenizer.controls[_PAD]

    def write(requests: Sequence[Request]) -> list[list[int]]:
        texts = [
            spell(cases[each.case], list(oracle_messages(cases[each.case]))[each.step])
            for each in requests
        ]
        rows = [[*chat.tokenizer.encode(text), end] for text in texts]
        longest = max(map(len, rows))
        return [[*row, *[pad] * (longest - len(row)), pad] for row in rows]

    return write


@pytest.mark.slow
def test_every_end_of_turn_ends_a_row(tmp_path: Path) -> None:
    """Whichever end a model writes, its call is read and paid, and no padding counts as its own."""
    for name, family in _FAMILIES.items():
        chat = _chat(tmp_path / name, family)
        controls = chat.tokenizer.controls
        assert chat.end_tokens == {controls[end] for end in family.ends}, name
        environment = Environment(Setting(chat, Limits(tokens=UNLIMITED)), allow_held_out=True)
        for end in family.ends:
            names = [case.id for case in in_format()[:3]]
            for each in environment.play(names, _padded_oracle(chat, controls[end])):
                case = f"{name}, {end}: {each.record.case}"
                assert each.record.solved, f"{case}: {each.record.failure}"
                assert each.record.findings == [], case
                assert controls[_PAD] not in each.completion_ids, case


def test_an_export_ends_turns_as_the_model_does(tmp_path: Path) -> None:
    """The template's own end; where it has none, the opener of the turn that follows."""
    for name, family in _FAMILIES.items():
        chat = _chat(tmp_path / name, family)
        played = solved_conversation(in_format("llama3_json")[0], chat)
        own = [part.tokens for part in played.parts if part.by_model]
        ends = [chat.tokenizer.decode(tokens[-1:]) for tokens in own]
        follows = ["<|observation|>" for _ in ends[1:]] + ["<|user|>"]
        closer = {CHATML: "<|im_end|>", TWO_ROLES: "</turn>", HEADERS: "<|eot|>"}
        expected = [closer[family.template]] * len(own) if family.template in closer else follows
        assert ends == expected, name
        assert all(token not in chat.end_tokens for part in own for token in part[:-1]), name


def test_a_closer_that_ends_the_turn_is_not_followed_by_another_end() -> None:
    """A message that ends in an end token is as the model would have written it."""
    codec = byte_level(("<|im_start|>", "<|im_end|>", "<|call|>"))
    chat = Chat.learn(JinjaTokenizer(codec, CHATML, ends=("<|im_end|>", "<|call|>")))
    tokens = chat.spoken(markup("f()<|call|>"), before="tool")
    assert chat.tokenizer.decode(tokens) == "f()<|call|>"


def test_generation_stops_at_every_end_and_samples_as_the_trainer_says() -> None:
    """Of the model folder's own nothing is used; of the trainer's, its further arguments too."""
    trl = pytest.importorskip("toolbench_ood.train.trl", reason="needs trl")
    accelerate = pytest.importorskip("accelerate")
    torch = pytest.importorskip("torch")
    model = LlamaForCausalLM(
        LlamaConfig(
            hidden_size=16,
            intermediate_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            num_key_value_heads=1,
            vocab_size=8,
        )
    )
    model.generation_config = GenerationConfig(
        do_sample=True, top_k=8, top_p=0.9, repetition_penalty=1.5, eos_token_id=7, pad_token_id=0
    )
    trainer = SimpleNamespace(
        processing_class=SimpleNamespace(pad_token_id=0, eos_token_id=7),
        accelerator=accelerate.Accelerator(cpu=True),
        model_wrapped=model,
        args=SimpleNamespace(
            temperature=1.0,
            top_p=1.0,
            top_k=1,
            min_p=None,
            repetition_penalty=1.0,
            generation_kwargs=None,
        ),
    )
    request = Request("case", 0, (1, 5, 6), 12, 0)
    assert [len(row) for row in trl.generate(trainer, [request], range(8))] == [1]
    rows = {tuple(*trl.generate(trainer, [request], [99])) for _ in range(5)}
    assert len(rows) == 1
    (row,) = rows
    with torch.no_grad():
        logits = model(torch.tensor([[1, 5, 6, *row]])).logits[0]
    assert list(row) == logits[2:-1].argmax(-1).tolist()
    trainer.args.generation_kwargs = {"suppress_tokens": [*range(7)], "eos_token_id": 7}
    assert trl.generate(trainer, [request], [99]) == [[7] * request.max_tokens]


def test_an_answer_ends_as_the_template_ends_the_last_one() -> None:
    """Not in another end token: one that ends calls would make a faulty message of the answer."""
    template = (
        "{% for m in messages %}<|start|>{{ m.role }}<|message|>{{ m.content }}"
        "{% if m.role == 'assistant' and loop.last %}<|return|>{% else %}<|end|>{% endif %}"
        "{% endfor %}{% if add_generation_prompt %}<|start|>assistant{% endif %}"
    )
    codec = byte_level(("<|start|>", "<|message|>", "<|end|>", "<|call|>", "<|return|>"))
    chat = Chat.learn(JinjaTokenizer(codec, template, ends=("<|call|>", "<|return|>")))
    played = solved_conversation(in_format("harmony")[0], chat)
    ends = [chat.tokenizer.decode(part.tokens[-1:]) for part in played.parts if part.by_model]
    assert ends == ["<|call|>"] * (len(ends) - 1) + ["<|return|>"]

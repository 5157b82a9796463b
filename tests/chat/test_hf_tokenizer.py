"""The Hugging Face tokenizer."""

from pathlib import Path

import pytest

pytest.importorskip("transformers", reason="needs transformers")

from chat.bpe_codec import byte_level
from chat.template_shapes import CHATML
from transformers import GenerationConfig, PreTrainedTokenizerFast

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.hf_tokenizer import HfTokenizer
from toolbench_ood.chat.probe import probe_tools
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import data, markup

CONTROLS = ("<|im_start|>", "<|im_end|>", "<|endoftext|>", "<tool_call>", "\n\n\n", "~")
DATED = (
    "{{ bos_token }}{% if date_string is defined %}{{ date_string }}{% endif %}"
    "|{{ strftime_now('%Y-%m-%d') }}|{{ mood }}|"
) + CHATML


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a tokenizer that adds a BOS, a template, and a generation config."""
    path = tmp_path_factory.mktemp("tokenizer")
    backend = byte_level(CONTROLS).backend
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend,
        eos_token="<|endoftext|>",  # noqa: S106  a token of text, no secret
        bos_token="<|endoftext|>",  # noqa: S106  a token of text, no secret
    )
    tokenizer.chat_template = CHATML
    tokenizer.save_pretrained(path)
    end = backend.token_to_id("<|im_end|>")
    GenerationConfig(eos_token_id=[end]).save_pretrained(path)
    return path


def test_controls_are_added_tokens_that_are_no_blank_and_no_letter(folder: Path) -> None:
    """Special or not, an added token of two visible characters is one that data must not make."""
    tokenizer = HfTokenizer.load(folder)
    assert set(tokenizer.controls) == set(CONTROLS) - {"\n\n\n", "~"}


def test_end_tokens_come_from_generation_config_and_tokenizer(folder: Path) -> None:
    """Both the list of the generation config and the tokenizer's EOS end a turn."""
    tokenizer = HfTokenizer.load(folder)
    ends = {tokenizer.controls["<|im_end|>"], tokenizer.controls["<|endoftext|>"]}
    assert tokenizer.end_tokens == ends


def test_dates_and_options_in_the_template(folder: Path) -> None:
    """No template can print today's date; options reach it, and can set the date."""
    message = [{"role": "user", "content": "Hi"}]
    fixed = HfTokenizer.load(folder, {"mood": "calm"}, chat_template=DATED)
    assert "26 Jul 2024|2024-07-26|calm|" in fixed.render(message, open_turn=False)
    dated = HfTokenizer.load(folder, {"date_string": "1 May 2025"}, chat_template=DATED)
    assert "1 May 2025|" in dated.render(message, open_turn=False)
    assert fixed.fingerprint["template_options"] != dated.fingerprint["template_options"]
    assert fixed.fingerprint["vocabulary"] == dated.fingerprint["vocabulary"]


def test_there_is_one_bos(folder: Path) -> None:
    """A template that prints BOS gets no second one from the tokenizer."""
    chat = Chat.learn(HfTokenizer.load(folder, chat_template=DATED))
    prompt = chat.opening(markup("Calm."), data("Hi"))
    assert prompt.count(chat.tokenizer.controls["<|endoftext|>"]) == 1


def test_decoding_spells_everything_out(folder: Path) -> None:
    """Special and added tokens are visible and no space is tidied."""
    tokenizer = HfTokenizer.load(folder)
    text = "<|im_start|>a , b .<tool_call> don 't<|im_end|>"
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_without_template_the_sentence_says_how_to_give_one(folder: Path, tmp_path: Path) -> None:
    """A base model's tokenizer is refused until a template is given."""
    for file in folder.iterdir():
        if file.name != "chat_template.jinja":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(UserError, match="--chat-template FILE"):
        Chat.learn(HfTokenizer.load(tmp_path))


def test_a_template_for_tools_is_used_where_there_are_tools(folder: Path) -> None:
    """Of several named templates the one for tools renders tools, and both are fingerprinted."""
    tokenizer = HfTokenizer.load(folder)
    before = tokenizer.fingerprint["chat_template"]
    tokenizer._tokenizer.chat_template = {"default": CHATML, "tool_use": "TOOLS" + CHATML}
    message = [{"role": "user", "content": "Hi"}]
    assert not tokenizer.render(message, open_turn=True).startswith("TOOLS")
    shown = tokenizer.render_with_tools(message, probe_tools(), open_turn=True)
    assert shown.startswith("TOOLS<|im_start|>user")
    assert shown.endswith("<|im_start|>assistant\n")
    assert tokenizer.fingerprint["chat_template"] != before


def test_a_template_that_raises_refuses(folder: Path) -> None:
    """Errors of a template's own and errors in a template are refusals with its words."""
    for template, words in (("{{ raise_exception('No.') }}", "No."), ("{{ 1 + 'a' }}", "type")):
        tokenizer = HfTokenizer.load(folder, chat_template=template)
        with pytest.raises(TemplateRefusalError, match=words):
            tokenizer.render([{"role": "user", "content": "Hi"}], open_turn=True)


def test_a_folder_without_tokenizer_is_refused(tmp_path: Path) -> None:
    """The sentence names the folder and what belongs there."""
    with pytest.raises(UserError, match=r"No tokenizer could be loaded from .*tokenizer\.json"):
        HfTokenizer.load(tmp_path)

"""Native formats, ID formats and markers on the command line."""

import json
from pathlib import Path

import pytest
from cli.command import error_line, run, run_json

pytest.importorskip("transformers", reason="needs transformers")
pytest.importorskip("pyarrow", reason="reads a dataset")

from chat.tool_shapes import TOOL_SHAPES
from pyarrow import parquet
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

from toolbench_ood.chat.hf_tokenizer import HfTokenizer
from toolbench_ood.cli.lazy import USER_EXIT
from toolbench_ood.rollout.system import SYSTEM
from toolbench_ood.run.training import TRAINING_FILE
from toolbench_ood.train.environment import Environment

_CASE = "calendar/task_create.py::files_an_event"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model without weights that speaks hermes and knows mistral's token."""
    from chat.bpe_codec import byte_level  # noqa: PLC0415  trains when it is used

    shape = TOOL_SHAPES["qwen"]
    codec = byte_level((*shape.controls, "[TOOL_CALLS]"))
    folder = tmp_path_factory.mktemp("models") / "speaker"
    own = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(codec.backend.to_str()), eos_token=shape.end
    )
    own.chat_template = shape.template
    own.save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps({"model_type": "llama"}), encoding="utf-8")
    return folder


@pytest.fixture
def silent(model: Path, tmp_path: Path) -> Path:
    """Return a chat template without tools, in which the model speaks no format."""
    template = tmp_path / "silent.jinja"
    text = HfTokenizer.load(model)._template("default") or ""
    text = text.replace("{% if m.tool_calls %}", "{% if false %}").replace("if tools", "if false")
    template.write_text(text, encoding="utf-8")
    return template


def test_a_format_is_shown_in_a_models_tokens(model: Path) -> None:
    """Each marker has its tokens, and what became of control tokens."""
    text = run("show", "format", "hermes", "--model", model).stdout
    assert "'<tool_call>'       1 token, a control token that the model was trained with" in text
    text = run("show", "format", "mistral", "--model", model).stdout
    assert "ordinary text in place of the control token [TOOL_CALLS]" in text
    measured = run_json("show", "format", "mistral", "--model", model, "--json")["measured"]
    assert measured["markers"]["[TOOL_CALLS]"]["substituted"] == ["[TOOL_CALLS]"]
    assert measured["call_tokens"] > 5
    assert run_json("show", "format", "hermes", "--json")["measured"] is None


def test_the_native_format_is_shown(model: Path) -> None:
    """What the template writes is shown, not what the matching format would."""
    shown = run_json("show", "format", "native", "--model", model, "--json")["rendered"]
    assert shown["declaration"].startswith(f"<|im_start|>system\n{SYSTEM}")
    assert shown["before_results"].startswith("<|im_end|>\n<|im_start|>user")
    assert shown["one_call"].startswith("<tool_call>")


def test_a_case_is_shown_in_the_native_format(model: Path) -> None:
    """The prompt is the template's, tools and all, and the oracle can play it."""
    shown = run_json("show", f"{_CASE}[native]", "--model", model, "--json")
    assert shown["case"] == f"{_CASE}[none][native][0]"
    assert shown["prompt"].startswith(f"<|im_start|>system\n{SYSTEM}")
    assert '"name": "create_event"' in shown["prompt"]
    assert shown["turns"][-1]["role"] == "assistant"


def test_a_dry_run_says_what_the_model_speaks(model: Path) -> None:
    """The ID format, how it is known, and each format that meets a control token."""
    arguments = ("eval", "--model", model, "--dry-run", "--format", "native,mistral,hermes")
    text = run(*arguments).stdout
    assert "ID format: hermes (The format hermes reads exactly" in text
    assert "note: mistral: '[TOOL_CALLS]' would be control tokens" in text
    assert "[native]" in text
    plan = run_json(*arguments, "--json")
    assert list(plan["model"]["id_formats"]["formats"]) == ["hermes"]
    assert set(plan["model"]["markers"]) == {"native", "mistral", "hermes"}


@pytest.mark.slow
def test_doctor_looks_at_a_model(model: Path, silent: Path) -> None:
    """The format, whether native can be played, what is missing; or why there is none."""
    found = json.loads(run("doctor", "--model", model, "--json").stdout)["model"]
    assert (list(found["id_formats"]["formats"]), found["native"]) == (["hermes"], "hermes")
    shown = run("doctor", "--model", model)
    assert "  ID format: hermes (" in shown.stdout
    assert "  can't be loaded: The model folder" in shown.stdout
    assert shown.exit_code == USER_EXIT
    found = json.loads(run("doctor", "--model", model, "--chat-template", silent, "--json").stdout)[
        "model"
    ]
    assert found["id_formats"]["formats"] == {}
    assert "--id-format" in found["id_formats"]["reason"]
    assert "writes no tool calls" in found["native"]


def test_every_command_that_renders_takes_the_templates_variables(
    model: Path, tmp_path: Path
) -> None:
    """What --template-option sets is in what doctor and show print, export writes, a trainer reads.

    Without a model, it is refused. An own format that is not exported as native is named.
    """
    template = tmp_path / "marked.jinja"
    text = HfTokenizer.load(model)._template("default") or ""
    template.write_text(f"{{% if mark %}}marked {{% endif %}}{text}", encoding="utf-8")
    given = ("--model", model, "--chat-template", template, "--template-option", "mark=true")
    assert "marked <|im_start|>" in run("show", _CASE, *given).stdout
    assert "marked <|im_start|>" in run("show", f"{_CASE}[native]", *given).stdout
    told = run("export", "--n", 1, "--out", tmp_path / "rows", *given).stderr
    assert "hermes: the column of messages holds tools, calls and results as text" in told
    (file,) = (tmp_path / "rows" / "data").glob("*.parquet")
    (row,) = parquet.read_table(file).to_pylist()
    assert "marked <|im_start|>" in row["prompt"]
    environment = Environment.load(
        str(model), chat_template=template, template_options={"mark": True}
    )
    assert "marked <|im_start|>" in environment.chat.frames.system
    for words in (("doctor",), ("show", _CASE), ("export", "--out", tmp_path / "none")):
        assert "name the model with --model" in error_line(*words, "--template-option", "a=1")


def test_what_cannot_be_played_natively_is_one_line(model: Path, silent: Path) -> None:
    """A template without tools, a history that is rendered anew, and a scripted model."""
    native = ("eval", "--model", model, "--format", "native")
    assert "writes no tool calls" in error_line(*native, "--chat-template", silent)
    assert "--history template" in error_line(*native, "--history", "template")
    assert "oracle is a scripted model" in error_line(
        "eval", "--model", "oracle", "--format", "native"
    )
    assert "can't be examined here" in error_line("doctor", "--model", "no/such-model")


def test_the_profile_standard_plays_native_where_the_model_has_it(
    model: Path, silent: Path
) -> None:
    """It is added to the formats of the profile; where it can't be read, a note says why."""
    chosen = ("eval", "--model", model, "--dry-run", "--suite", "bank", "--limit", "13", "--json")
    plan = run_json(*chosen)
    assert {count["format"] for count in plan["counts"]} > {"native", "hermes", "gen:1"}
    assert plan["notes"] == []
    plan = run_json(*chosen, "--chat-template", silent)
    assert "native" not in {count["format"] for count in plan["counts"]}
    (note,) = plan["notes"]
    assert note.startswith("native is not played: ")
    assert "native" not in json.dumps(run_json("eval", "--model", "oracle", *chosen[3:])["counts"])


def test_a_model_declares_what_it_was_trained_on(model: Path) -> None:
    """What export wrote beside its dataset counts; an option that contradicts it is refused."""
    declaration = model / TRAINING_FILE
    declaration.write_text(
        '{"toolbench_ood": "0", "formats": ["pythonic"], "suites": {"bank": ["terse"]}}',
        encoding="utf-8",
    )
    try:
        chosen = ("eval", "--model", model, "--dry-run", "--suite", "bank", "--format", "hermes")
        plan = run_json(*chosen, "--json")
        assert list(plan["model"]["id_formats"]["formats"]) == ["hermes", "pythonic"]
        assert plan["id_content"]["suites"] == {"bank": ["terse"]}
        for option, value in (("--id-format", "hermes"), ("--trained-on", "none")):
            line = error_line(*chosen, option, value)
            assert f"{option} {value} contradicts" in line
            assert str(declaration) in line
    finally:
        declaration.unlink()

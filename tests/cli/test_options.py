"""How the values of options are read."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from toolbench_ood.cli.eval import app
from toolbench_ood.cli.eval_options import EvalOptions, option_name, require_only_resume
from toolbench_ood.cli.eval_settings import make_settings
from toolbench_ood.cli.options import key_values, split_names
from toolbench_ood.rollout.limits import Limits, OnFault
from toolbench_ood.run.profile import PROFILES
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError


def test_names_come_singly_or_with_commas() -> None:
    """Both ways may be mixed, and a name twice is a name once."""
    assert split_names(["hermes, pythonic", "hermes", ",qwen3_coder,"]) == (
        "hermes",
        "pythonic",
        "qwen3_coder",
    )
    assert split_names(None) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a=1", 1),
        ("a=1.5", 1.5),
        ("a=true", True),
        ("a=null", None),
        ('a={"b": [1]}', {"b": [1]}),
        ("a=bfloat16", "bfloat16"),
        ("a=", ""),
        ("a=b=c", "b=c"),
        ('a="1"', "1"),
        ("a=" + "[" * 100_000, "[" * 100_000),
    ],
)
def test_a_value_is_json_or_text(text: str, value: object) -> None:
    """Whatever JSON can read is JSON, and all else is the text itself."""
    read = key_values("--engine-arg", [text])
    assert read == {"a": value}
    assert type(read["a"]) is type(value)


@pytest.mark.parametrize("pairs", [["a"], ["=1"], ["a=1", "a=2"]])
def test_a_pair_needs_a_key_of_its_own(pairs: list[str]) -> None:
    """No key, no equals sign, and the same key twice are refused."""
    with pytest.raises(UserError, match="--engine-arg"):
        key_values("--engine-arg", pairs)


def test_without_options_the_profile_decides() -> None:
    """Seeds and budgets are the profile's, and all else the settings' own defaults."""
    for name, options in {
        "standard": EvalOptions(model="m"),
        "smoke": EvalOptions(model="m", profile="smoke"),
    }.items():
        profile = PROFILES[name]
        assert make_settings(options) == Settings(
            model="m",
            profile=name,
            suites=profile.suites,
            formats=profile.formats,
            shifts=profile.shifts,
            seeds=profile.seeds,
            limit=profile.limit,
            limits=profile.limits,
        )


_EVERYTHING: dict[str, Any] = {
    "keep_going": True,
    "model": "m",
    "engine": "vllm",
    "profile": "smoke",
    "suite": ["a,b"],
    "format": ["hermes"],
    "shift": ["none,opaque"],
    "tasks": [Path("/t")],
    "formats": [Path("/f")],
    "seeds": 7,
    "keyword": "x and y",
    "limit": 9,
    "id_format": "none",
    "history": "template",
    "on_fault": OnFault.STOP,
    "max_faults": 0,
    "max_steps": 2,
    "max_tokens": 3,
    "max_message_tokens": 4,
    "temperature": 0.5,
    "top_p": 0.9,
    "top_k": 40,
    "min_p": 0.1,
    "seed": 11,
    "concurrency": 12,
    "engine_arg": ["dtype=bfloat16", "enforce_eager=true"],
    "tensor_parallel_size": 2,
    "data_parallel_size": 3,
    "max_model_len": 4096,
    "template_option": ["enable_thinking=false"],
    "chat_template": Path("/c.jinja"),
    "base_url": ["http://localhost:1"],
    "served_model": "s",
}


def test_every_option_reaches_the_settings() -> None:
    """Each option that decides the run changes the settings, each in a place of its own."""
    settings = make_settings(EvalOptions(**_EVERYTHING))
    assert settings.limits == Limits(2, 3, 4, 0, PROFILES["smoke"].limits.repeats, OnFault.STOP)
    assert settings.engine_args == {
        "dtype": "bfloat16",
        "enforce_eager": True,
        "tensor_parallel_size": 2,
        "data_parallel_size": 3,
        "max_model_len": 4096,
    }
    assert settings.suites == ("a", "b")
    for name, value in _EVERYTHING.items():
        without = {key: given for key, given in _EVERYTHING.items() if key != name}
        if name != "model":
            assert make_settings(EvalOptions(**without)) != settings, (name, value)


def test_no_option_is_forgotten() -> None:
    """The table above has every option but those that do not decide the run."""
    others = {"dry_run", "out", "resume", "as_json"}
    assert {field.name for field in fields(EvalOptions)} == {*_EVERYTHING, *others}


def test_options_are_written_as_errors_name_them() -> None:
    """The name that an error gives is one that the command takes."""
    taken = {name for option in get_command(app).params for name in option.opts}
    assert {option_name(field.name) for field in fields(EvalOptions)} <= taken


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "eval needs --model"),
        ({"model": "m", "profile": "huge"}, "there is no profile 'huge'"),
        ({"model": "m", "engine": "magic"}, "--engine 'magic' is not possible"),
        ({"model": "m", "history": "none"}, "--history 'none' is not possible"),
        (
            {"model": "m", "max_model_len": 1, "engine_arg": ["max_model_len=2"]},
            "by --max-model-len and by --engine-arg",
        ),
    ],
)
def test_impossible_choices_are_refused(given: dict[str, Any], words: str) -> None:
    """One sentence names the option and what it takes."""
    with pytest.raises(UserError, match=words):
        make_settings(EvalOptions(**given))


def test_resume_takes_nothing_else() -> None:
    """Every other option is refused by its name, and JSON output is no other option."""
    require_only_resume(EvalOptions(resume=Path("r"), as_json=True))
    given = {**_EVERYTHING, "out": Path("o"), "dry_run": True}
    for name, value in given.items():
        with pytest.raises(UserError, match=f"leave out {option_name(name)}$"):
            require_only_resume(EvalOptions(resume=Path("r"), **{name: value}))

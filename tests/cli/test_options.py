"""How options are declared once, reach the command line, and are read."""

import io
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import pytest
from cases import for_each
from typer.main import get_command

from toolbench_ood.cli.eval import app, require_only_resume
from toolbench_ood.cli.profile_defaults import PROFILE, profile_default
from toolbench_ood.rollout.limits import Limits, OnFault
from toolbench_ood.run.check_settings import check_settings
from toolbench_ood.run.invocation import Invocation
from toolbench_ood.run.option_values import key_values, split_names
from toolbench_ood.run.profile import PROFILES
from toolbench_ood.run.read_options import make_invocation, make_settings
from toolbench_ood.run.settings import ENGINE_ARGUMENTS, Settings
from toolbench_ood.run.sources import source_options
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.option import Declared, declared_options

_DECLARED = (*declared_options(Settings), *declared_options(Invocation))


def test_names_come_singly_or_with_commas() -> None:
    """Both ways may be mixed, and a name twice is a name once."""
    assert split_names(["hermes, pythonic", "hermes", ",qwen3_coder,"]) == (
        "hermes",
        "pythonic",
        "qwen3_coder",
    )
    assert split_names(None) == ()


@for_each(
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


@for_each("pairs", [["a"], ["=1"], ["a=1", "a=2"]])
def test_a_pair_needs_a_key_of_its_own(pairs: list[str]) -> None:
    """No key, no equals sign, and the same key twice are refused."""
    with pytest.raises(UserError, match="--engine-arg"):
        key_values("--engine-arg", pairs)


def test_without_options_the_profile_decides() -> None:
    """Seeds and budgets are the profile's, and all else the settings' own defaults."""
    for name, given in {"standard": {}, "smoke": {"--profile": "smoke"}}.items():
        expected = Settings(model="m", profile=name, **PROFILES[name].choices())
        assert make_settings({"--model": "m", **given}) == expected


_EVERYTHING: dict[str, Any] = {
    "--arm": ["strict,hint"],
    "--base-model": "b",
    "--keep-going": True,
    "--model": "m",
    "--engine": "vllm",
    "--profile": "smoke",
    "--suite": ["a,b"],
    "--split": ["train"],
    "--kind": ["chain", "undo"],
    "--format": ["hermes"],
    "--shift": ["none,rename"],
    "--tasks": ["/t"],
    "--formats": ["/f"],
    "--seeds": "7",
    "-k": "x and y",
    "--limit": "9",
    "--shard": "1/2",
    "--id-format": ["hermes,pythonic"],
    "--trained-on": ["train[none,terse]"],
    "--history": "template",
    "--on-fault": "stop",
    "--max-faults": "0",
    "--max-steps": "2",
    "--max-tokens": "3",
    "--max-message-tokens": "4",
    "--max-reasoning-tokens": "5",
    "--reasoning-calls": "run",
    "--temperature": "0.5",
    "--top-p": "0.9",
    "--top-k": "40",
    "--min-p": "0.1",
    "--seed": "11",
    "--concurrency": "12",
    "--workers": "3",
    "--engine-arg": ["dtype=bfloat16", "enforce_eager=true"],
    "--tensor-parallel-size": "2",
    "--data-parallel-size": "3",
    "--max-model-len": "4096",
    "--template-option": ["enable_thinking=false"],
    "--chat-template": "/c.jinja",
    "--base-url": ["http://localhost:1"],
    "--served-model": "s",
    "--out": "/o",
    "--resume": "/r",
    "--dry-run": True,
    "--json": True,
}


def test_every_option_reaches_its_field(tmp_path: Path) -> None:
    """Each option changes the field that declares it and no other, and the table misses none."""
    listed = tmp_path / "cases.txt"
    listed.write_text("# two\na/task_b.py::c[none][d][0]\n\n", encoding="utf-8")
    paragraph = tmp_path / "system.txt"
    paragraph.write_text("You book rooms.\n", encoding="utf-8")
    everything = {**_EVERYTHING, "--cases": str(listed), "--system": str(paragraph)}
    assert sorted(everything) == sorted(each.option.name for each in _DECLARED)
    for each in declared_options(Settings):
        name = each.option.name
        before = make_settings({"--model": "m"} if name != "--model" else {"--model": "other"})
        after = make_settings({"--model": "m", name: everything[name]})
        changed = [one.path for one in declared_options(Settings) if _differ(one, before, after)]
        assert each.path in changed, name
        # A profile chooses for other fields too, and so do cases that are listed.
        assert len(changed) == 1 or name in {"--profile", "--cases"}, (name, changed)
    for each in declared_options(Invocation):
        made = make_invocation({each.option.name: everything[each.option.name]})
        changed = [one.path for one in declared_options(Invocation) if one.value_in(made)]
        assert changed == [each.path]


def _differ(one: Declared, before: Settings, after: Settings) -> bool:
    return bool(one.value_in(before) != one.value_in(after))


def test_values_have_the_types_of_their_fields() -> None:
    """Texts become numbers, enumerations, absolute paths and names."""
    made = make_settings({**_EVERYTHING, "--tasks": ["t"]})
    assert made.limits == Limits(2, 3, 4, 5, 0, PROFILES["smoke"].limits.repeats, OnFault.STOP)
    assert made.task_folders == (Path("t").resolve(),)
    assert made.chat_template == Path("/c.jinja")
    assert (made.suites, made.kinds) == (("a", "b"), ("chain", "undo"))
    assert made.engine_arguments == {
        "dtype": "bfloat16",
        "enforce_eager": True,
        "tensor_parallel_size": 2,
        "data_parallel_size": 3,
        "max_model_len": 4096,
    }
    assert type(made.sampling.temperature) is float


def test_a_field_without_a_declaration_is_an_error() -> None:
    """A new field of the settings has an option, or says why it has none."""
    from dataclasses import make_dataclass  # noqa: PLC0415  # of use here alone

    bare = make_dataclass("Bare", [("lost", Annotated[int, "no option"], 1)])
    with pytest.raises(TypeError, match=r"Bare\.lost has neither Option nor NoOption"):
        declared_options(bare)
    assert set(ENGINE_ARGUMENTS) <= {field.name for field in fields(Settings)}


def test_the_command_takes_what_is_declared() -> None:
    """Names, headings and metavars are the declared ones; no option is the command's own."""
    taken = {param.opts[0]: param for param in get_command(app).params}
    assert [each.option.name for each in _DECLARED] == list(taken)
    for each in _DECLARED:
        param: Any = taken[each.option.name]
        assert param.help.startswith(each.option.help)
        assert param.rich_help_panel == each.option.group
        assert param.multiple == each.is_repeatable


def _named(name: str) -> Declared:
    return next(each for each in _DECLARED if each.option.name == name)


def _as_written(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def test_help_names_true_defaults() -> None:
    """What stands in parentheses is what a profile or the settings really hold."""
    assert profile_default(_named("--profile")) == make_settings({"--model": "m"}).profile
    for each in declared_options(Settings):
        if each.option.name == "--profile":
            continue
        made = [
            each.value_in(make_settings({"--model": "m", "--profile": name})) for name in PROFILES
        ]
        told = profile_default(each)
        if told == PROFILE:
            assert any(value != made[0] for value in made), each
        elif told != each.option.unset:
            assert all(value == made[0] for value in made), each
            assert told == _as_written(made[0]), each
        else:
            assert each.option.name in {"--model", "--system"} or not any(made), each


@for_each(
    ("given", "words"),
    [
        ({}, "--model is missing"),
        ({"--profile": "huge"}, "there is no profile 'huge'"),
        ({"--engine": "magic"}, "--engine 'magic' is not valid: expected one of auto, vllm"),
        ({"--history": "none"}, "--history 'none' is not valid: expected one of append, temp"),
        ({"--seeds": "0"}, "--seeds 0 is not valid: expected a whole number, 1 or more"),
        ({"--seeds": "many"}, "--seeds 'many' is not valid: expected a whole number"),
        ({"--top-p": "1.5"}, "--top-p 1.5 is not valid: expected a number from 0 to 1"),
        ({"--format": [""]}, "--format '' holds no name"),
        ({"--suite": [" , "]}, "--suite ' , ' holds no name"),
        ({"--shift": [""]}, "--shift '' holds no name"),
        ({"--served-model": " "}, "--served-model ' ' is empty"),
        ({"--split": ["test"]}, "--split 'test' is not valid: expected one of train, held_out"),
        ({"--cases": "/no/file"}, "--cases /no/file cannot be read"),
        (
            {"--max-model-len": "1", "--engine-arg": ["max_model_len=2"]},
            "by --max-model-len and by --engine-arg",
        ),
        ({"--engine": "transformers", "--base-url": ["http://x"]}, "does not support --base-url"),
        (
            {"--engine": "transformers", "--tensor-parallel-size": "2"},
            "not support --tensor-par",
        ),
        (
            {"--base-url": ["http://x"], "--engine-arg": ["a=1"]},
            "does not support --engine-a",
        ),
        ({"--engine": "endpoint"}, "needs the URL of a server; give --base-url"),
        ({"--served-model": "s"}, "--served-model names the model at an endpoint"),
        ({"--top-p": "0.9"}, "--top-p changes nothing; give a higher temperature"),
        ({"--seed": "3"}, "--seed changes nothing"),
        ({"--on-fault": "stop", "--max-faults": "1"}, "--max-faults changes nothing"),
        ({"--model": "oracle", "--temperature": "1"}, "oracle is a scripted model, to which --te"),
        ({"--model": "oracle", "--engine": "vllm"}, "to which --engine vllm does not apply"),
        ({"--engine": "scripted"}, "--engine scripted plays"),
    ],
)
def test_what_is_impossible_or_would_be_ignored_is_refused(
    given: dict[str, Any], words: str
) -> None:
    """One sentence names the option and what it takes, or what makes it meaningless."""
    with pytest.raises(UserError) as error:
        check_settings(make_settings({"--model": "m", **given} if given else {}))
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_scripted_model_follows_the_seed() -> None:
    """A faulty oracle draws its faults from it, without sampling."""
    check_settings(make_settings({"--model": "faulty:0.3", "--seed": "3"}))


def test_listed_cases_bring_their_own_axes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Suites, formats, shifts and seeds are those of the ids, unless they are given too."""
    ids = "s/task_a.py::b[none][sexp][0] # why\n\nt/task_c.py::d[reorder+opaque][gen:7/3][4]\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(ids))
    made = make_settings({"--model": "m", "--profile": "smoke", "--cases": "-", "--seeds": "9"})
    assert made.cases == tuple(line.partition(" #")[0] for line in ids.splitlines() if line)
    assert (made.suites, made.formats) == (("s", "t"), ("sexp", "gen:7/3"))
    assert (made.shifts, made.seeds, made.limit) == (("none", "opaque+reorder"), 9, None)
    for text, words in (
        ("nonsense", "'nonsense' is not a case id"),
        ("# nothing", "lists nothing"),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        with pytest.raises(UserError, match=words):
            make_settings({"--model": "m", "--cases": "-"})


def test_resume_takes_nothing_else() -> None:
    """All that says where something is may be given too; every other option is refused."""
    require_only_resume({"--resume": "r", "--json": True})
    require_only_resume({"--resume": "r", **dict.fromkeys(source_options(), "x")})
    for name, value in _EVERYTHING.items():
        if name not in {"--resume", "--json", *source_options()}:
            with pytest.raises(UserError, match=f"leave out {name}$"):
                require_only_resume({"--resume": "r", name: value})

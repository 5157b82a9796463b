"""Law 16: what fails on what a model wrote ends that case and nothing more."""

import ast
import re
import shlex
import shutil
from pathlib import Path

import pytest
from cli.command import run, run_json
from laws.everything import byte_chat
from task.suites import TASK, WORLD, write_suite

import toolbench_ood
from toolbench_ood.cli.show_played import way_to_a_failure
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.load_spec import load_spec
from toolbench_ood.format.shared import RESULTS, shared_texts
from toolbench_ood.leaderboard.publish import make_entry
from toolbench_ood.report.tally import Tally
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.shipped import shipped
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.train.reward import reward
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Completion, Finish

ONE = "task_lamps.py::lights_one"
_SWITCH = 'call("switch", lamp=lamp)'
REFUSAL = 'raise ToolError(f"no lamp {lamp}")'
TRIPS = WORLD.replace(REFUSAL, "self.lit[lamp] = not self.lit[lamp]")
"""A tool that looks a lamp up without refusing one that is not there."""
READS_A_FILE = TASK.replace(
    'yield Ask(f"Light {lamp}.", solution)',
    'reply = yield Ask(f"Light {lamp}.", solution)\n    if not reply.calls: open("/no/file")',
)
"""A check that fails by what no wrong world is to blame for."""


def a_case(folder: Path, format_: Format, **parts: str) -> Case:
    return Case(load_suite(write_suite(folder, **parts)), ONE, format_, 0)


def hermes() -> Format:
    return FormatLibrary((), ("hermes",)).load("hermes")


def played(case: Case, text: str) -> Record:
    """Play a case with one message; the rollout must ask for no more."""
    steps = rollout(case, Setting(byte_chat()))
    next(steps)
    tokens = byte_chat().tokenizer.encode(text)
    with pytest.raises(StopIteration) as end:
        steps.send(Completion((*tokens, min(byte_chat().end_tokens)), Finish.STOP))
    assert isinstance(end.value.value, Record)
    return end.value.value


def test_what_fails_ends_the_case_with_a_stop_of_its_own(tmp_path: Path) -> None:
    """A tool and a check that raise, and one sentence that names the line of the suite."""
    format_ = hermes()
    call = format_.write([Call("switch", {"lamp": "lamp-1"})])
    for name, parts, text, told in (
        ("tool", {"world": TRIPS}, call, r"tool Lamps\.switch raised KeyError: 'lamp-1' in world"),
        ("check", {"lamps": READS_A_FILE}, "Done.", r"task_lamps\.py:\d+: .*FileNotFoundError"),
    ):
        record = played(a_case(tmp_path / name, format_, **parts), text)
        assert (record.stop, record.solved) == (Stop.PROGRAM_ERROR, False), name
        assert re.search(told, record.failure), record.failure
        assert "\n" not in record.failure
        assert record.messages[-1].text == text
        assert reward(record) is None


def test_a_template_that_fails_ends_the_case_alone(tmp_path: Path) -> None:
    """A format that cannot write some result ends the case in which a call has it."""
    shutil.copytree(shipped("formats") / "hermes", tmp_path / "formats" / "hermez")
    toml, results = (tmp_path / "formats" / "hermez" / name for name in ("format.toml", RESULTS))
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('name = "hermes"', 'name = "hermez"'), encoding="utf-8")
    trap = '{% if "lamp-" in results[0].content | string %}{{ gone.away }}{% endif %}'
    results.write_text(trap + shared_texts(load_spec(toml.parent))[RESULTS], encoding="utf-8")
    format_ = FormatLibrary((tmp_path / "formats",), ("hermez",)).load("hermez")
    record = played(a_case(tmp_path / "lamps", format_), format_.write([Call("list_lamps", {})]))
    assert record.stop is Stop.PROGRAM_ERROR
    assert "gone" in record.failure


def test_a_task_that_cannot_begin_is_its_authors_mistake(tmp_path: Path) -> None:
    """What no model had a part in is an error before anything is asked."""
    lamps = TASK.replace("lamp = rng", "lamp = gone", 1)
    with pytest.raises(UserError, match="failed to arrange"):
        next(rollout(a_case(tmp_path / "lamps", hermes(), lamps=lamps), Setting(byte_chat())))


def test_the_ends_of_the_process_pass(tmp_path: Path) -> None:
    """Ctrl-C and the end of the process are no case's own."""
    for end in (KeyboardInterrupt, SystemExit):
        world = WORLD.replace(REFUSAL, f"raise {end.__name__}")
        case = a_case(tmp_path / end.__name__, hermes(), world=world)
        with pytest.raises(end):
            played(case, case.format.write([Call("switch", {"lamp": "lamp-1"})]))


def test_the_program_has_one_broad_except() -> None:
    """It stands where code that the program does not own is run."""
    broad = [
        f"{file.name}:{node.lineno}"
        for file in Path(toolbench_ood.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and _caught(node) & {"", *_BROAD}
    ]
    assert len(broad) == 1, broad
    assert broad[0].startswith("faults.py:")


_BROAD = {"Exception", "BaseException"}


def _caught(handler: ast.ExceptHandler) -> set[str]:
    if handler.type is None:
        return {""}
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {ast.unparse(part) for part in parts}


def test_a_run_goes_on_and_says_so(tmp_path: Path) -> None:
    """The other cases are scored; the report names the failure and the command that shows it."""
    suite = write_suite(tmp_path / "mine", world=TRIPS)
    suites, cases = ("--suite", "mine,calendar"), ("-k", "lights_ or cancels_a_duplicate")
    chosen = (*suites, *cases, "--format", "hermes", "--shift", "none", "--seeds", 1)
    out = tmp_path / "run"
    given = ("eval", "--model", "call_everything", "--tasks", suite, *chosen, "--out", out)
    ended = run(*given)
    assert ended.exit_code == 4
    report = " ".join(ended.stdout.split())
    assert "in the program: 2; not played: 0" in report
    assert "2 cases: tool Lamps.switch raised KeyError" in report
    again = shlex.join(["eval", "--resume", str(out), "--tasks", str(suite)])
    for words in (
        "error: the program failed in 2 of 3 cases",
        f"play them again with: toolbench-ood {again}",
    ):
        assert words in ended.stderr
    folder = RunFolder.open(out)
    total = run_json("report", out, "--json")["total"]
    assert (total["cases"], total["failed"], total["solved"]["n"]) == (1, 2, 1)
    assert {case.partition("/")[0] for case in folder.done()} == {"calendar"}
    _is_shown(folder, suite)
    _is_not_published(folder)
    assert run(*shlex.split(again)).exit_code == 4
    assert folder.doubled() is None
    assert len(folder.records()) == 3
    assert "all 3 cases have the recorded outcome" in run("score", out, "--tasks", suite).stderr


def _is_shown(folder: RunFolder, suite: Path) -> None:
    """The command that the run names shows the case, and says that it is not scored."""
    records = folder.records()
    way = way_to_a_failure(folder, records)
    assert way is not None
    assert way.startswith("to see a case that failed in the program: toolbench-ood show ")
    shown = run("show", "lights_one", "--run", folder.path, "--tasks", suite)
    assert shown.exit_code == 0, shown.stderr
    assert "not scored" in shown.stdout
    assert "the program failed, which is not the model's fault; tool Lamps" in shown.stdout
    tally = Tally(3)
    for record in records:
        tally.wrote(1)
        tally.add(record)
    assert tally.words(tally.began + 1).endswith("0 of 1 solved, 2 failed in the program")


def _is_not_published(folder: RunFolder) -> None:
    with pytest.raises(UserError, match="2 in the program"):
        make_entry(folder)


def test_validate_names_the_tool(tmp_path: Path) -> None:
    """A tool that fails on what a policy writes is a problem of its suite, named with the line."""
    suite = write_suite(tmp_path / "mine", world=TRIPS)
    found = run("validate", "--tasks", suite, "--format", "hermes", "--seeds", 1, "--jobs", 1)
    assert found.exit_code == 2
    assert "tool Lamps.switch raised KeyError" in found.stdout


@pytest.mark.slow
def test_validate_finds_what_only_extremes_show(tmp_path: Path) -> None:
    """A tool that fails on the last day of the calendar, and a check that is slow, are named."""
    later = (
        "@tool\n    def book(self, on: date) -> str:\n"
        '        """Book a day.\n\n        Args:\n            on: The day.\n        """\n'
        "        return str(on + timedelta(days=1))\n\n    @tool\n    def switch"
    )
    world = "from datetime import date, timedelta\n" + WORLD.replace("@tool\n    def switch", later)
    lamps = TASK.replace(
        'yield Ask(f"Light {lamp}.", solution)',
        'reply = yield Ask(f"Light {lamp}.", solution)\n'
        "    if len(reply.text) > 20: sum(range(40_000_000))",
    ).replace(
        'call("switch", lamp=lamp)', 'call("switch", lamp=lamp); call("book", on="2026-01-01")'
    )
    suite = write_suite(tmp_path / "mine", world=world, lamps=lamps)
    found = run("validate", "--tasks", suite, "--format", "hermes", "--seeds", 1, "--jobs", 1)
    assert found.exit_code == 2
    assert re.search(
        r"tool Lamps\.book raised OverflowError: .* in world\.py:\d+, called with "
        r"\{'on': '9999-12-31'\}",
        found.stdout,
    ), found.stdout
    assert re.search(
        r"task lights_one \(.*\) takes \d\.\d+ s of CPU time; ask 1 was answered with "
        r"'999",
        found.stdout,
    ), found.stdout

"""``validate`` finds what is wrong with third-party suites and formats, and only that."""

import shutil
from pathlib import Path

import pytest
from cases import for_each
from task.suites import TASK, WORLD, write_suite

from toolbench_ood.run.subject import Named
from toolbench_ood.run.validate import validate
from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import UserError

HEAD = TASK.partition("@task")[0]


def problems(tmp_path: Path, task: str, world: str = WORLD) -> tuple[str, ...]:
    """Validate a suite of one task in one format."""
    folder = write_suite(tmp_path / "lamps", world=world, lamps=HEAD + task)
    found = validate(Named(task_folders=[folder], suites=["lamps"], formats=["hermes"]), seeds=2)
    return found.problems


def test_a_sound_suite_has_no_problems(tmp_path: Path) -> None:
    """Tasks that obey the laws pass in every format."""
    folder = write_suite(tmp_path / "lamps")
    found = validate(Named(task_folders=[folder], suites=["lamps"]), seeds=2)
    assert found.problems == ()
    assert found.tasks == 2
    assert found.cases == 2 * max(2, found.formats)


def test_a_task_that_silence_passes_is_found(tmp_path: Path) -> None:
    """A check that holds without any call lets null policies win."""
    found = problems(
        tmp_path,
        '@task\ndef t(world, rng):\n    """Do."""\n'
        '    yield Ask("x", lambda call: str(call("list_lamps")))\n',
    )
    assert any("solved by noop, which understands nothing" in problem for problem in found)
    assert any("solved by call_everything" in problem for problem in found)


def test_a_solution_that_fails_is_found(tmp_path: Path) -> None:
    """A solution that does not satisfy the checks is named with file, line and check."""
    found = problems(
        tmp_path,
        '@task\ndef t(world, rng):\n    """Do."""\n'
        '    yield Ask("x", lambda call: str(call("list_lamps")))\n'
        "    assert any(world.lit.values())\n",
    )
    assert len(found) == 1
    assert "the solution of task t" in found[0]
    assert "assert any(world.lit.values())" in found[0]


def test_a_call_that_the_schema_refuses_is_found(tmp_path: Path) -> None:
    """A solution whose call the declared schema refuses breaks law 4 although the world took it."""
    lamps = HEAD + (
        '@task\ndef t(world, rng):\n    """Do."""\n    lamp = sorted(world.lit)[0]\n'
        '    yield Ask("x", lambda call: call("switch", lamp=lamp, on="yes"))\n'
        "    assert world.lit[lamp]\n"
    )
    folder = write_suite(tmp_path / "lamps", lamps=lamps)
    found = validate(Named(task_folders=[folder], suites=["lamps"], formats=["hermes"]), seeds=1)
    assert any("the oracle" in problem for problem in found.problems)


@pytest.mark.slow
@for_each(
    ("kind", "complaint"),
    [
        ("parallel", "never makes several calls in one message"),
        ("chain", "does not make 3 messages of calls"),
        ("several_asks", "does not make calls for two asks"),
        ("missing_parameter", "does not first ask back"),
        ("missing_tool", "withholds no tool"),
        ("recovery", "so nothing is recovered from"),
    ],
)
def test_a_kind_that_is_not_so_is_found(tmp_path: Path, kind: str, complaint: str) -> None:
    """A task that does not demand what its kind says is named."""
    task = TASK.partition("@task")[2].partition("@task")[0]
    found = problems(tmp_path, f'@task(kind="{kind}"){task}')
    assert any(complaint in problem for problem in found)


def test_keep_going_reports_what_does_not_load(tmp_path: Path) -> None:
    """A file with a syntax error stops validation, or is reported beside the rest."""
    folder = write_suite(tmp_path / "lamps", lamps=TASK, bad="def broken(:\n")
    with pytest.raises(UserError, match=r"task_bad\.py:1"):
        validate(Named(task_folders=[folder], suites=["lamps"], formats=["hermes"]))
    found = validate(
        Named(task_folders=[folder], suites=["lamps"], formats=["hermes"]), seeds=1, keep_going=True
    )
    assert found.tasks == 2
    assert len(found.problems) == 1


def test_a_format_that_does_not_round_trip_is_found(tmp_path: Path) -> None:
    """A format whose template writes something else than its reader reads is named."""
    folder = tmp_path / "formats" / "hermez"
    shutil.copytree(shipped("formats") / "hermes", folder)
    toml = folder / "format.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace('name = "hermes"', 'name = "hermez"'),
        encoding="utf-8",
    )
    calls = folder / "calls.jinja"
    calls.write_text(
        calls.read_text(encoding="utf-8").replace("{{ call.name | json }}", '"other"'),
        encoding="utf-8",
    )
    found = validate(
        Named(format_folders=[folder.parent], suites=["calendar"], formats=["hermez"]), seeds=1
    )
    assert any("hermez" in problem for problem in found.problems)

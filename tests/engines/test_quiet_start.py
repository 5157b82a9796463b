"""Starting engines without noise."""

import logging
import os
import subprocess
import warnings
from pathlib import Path

import pytest

from toolbench_ood.engines.quiet_start import environment, last_words, output_to, send_logger_to


def test_output_of_all_kinds_goes_to_the_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Output of this process and its children, and warnings, stay off the terminal meanwhile."""
    log = tmp_path / "deep" / "log"
    with output_to(log):
        os.write(1, b"by output\n")
        os.write(2, b"by descriptor\n")
        subprocess.run(["echo", "by process"], check=True)  # noqa: S607  any echo does
        warnings.warn("by warning", stacklevel=1)
    os.write(1, b"after")
    assert capfd.readouterr() == ("after", "")
    text = log.read_text()
    assert all(f"by {way}\n" in text for way in ("output", "descriptor", "process"))
    assert "by warning" not in text


def test_output_comes_back_after_an_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A failing start doesn't leave the terminal mute."""
    with pytest.raises(ValueError, match="x"), output_to(tmp_path / "log"):
        raise ValueError("x")
    os.write(1, b"heard")
    assert capfd.readouterr().out == "heard"


def test_variables_are_set_meanwhile_where_the_user_has_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The user's values win, what was set is told, and nothing stays."""
    monkeypatch.setenv("TOOLBENCH_TEST_KEPT", "mine")
    with environment({"TOOLBENCH_TEST_KEPT": "ours", "TOOLBENCH_TEST_NEW": "ours"}) as added:
        assert os.environ["TOOLBENCH_TEST_KEPT"] == "mine"
        assert os.environ["TOOLBENCH_TEST_NEW"] == "ours"
    assert added == {"TOOLBENCH_TEST_NEW": "ours"}
    assert "TOOLBENCH_TEST_NEW" not in os.environ


def test_the_last_words_are_the_last_error(tmp_path: Path) -> None:
    """The line that only points to another is passed over; a log without error has none."""
    log = tmp_path / "log"
    log.write_text(
        "(EngineCore pid=1) ValueError: no room for the cache\n"
        "Exception: WorkerProc initialization failed. See stack trace for root cause.\n"
        "RuntimeError: Engine core initialization failed. See root cause above.\n"
        "bye\n"
    )
    assert last_words(log) == "ValueError: no room for the cache"
    log.write_text("all is well")
    assert last_words(log) is None


def test_a_logger_writes_to_the_file_alone(tmp_path: Path) -> None:
    """Earlier handlers are gone."""
    logger = logging.getLogger("toolbench_test")
    logger.addHandler(logging.StreamHandler())
    send_logger_to("toolbench_test", tmp_path / "log")
    logger.warning("hello")
    assert "hello" in (tmp_path / "log").read_text()
    assert len(logger.handlers) == 1
    logger.handlers.pop().close()

"""The reaper, with real processes."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from toolbench_ood.engines.reaper import Reaper, end

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('ready', flush=True); time.sleep(60)"
)


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """Start a process that would sleep for a minute."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def test_a_parent_that_dies_takes_its_children_along(sleeper: subprocess.Popen[bytes]) -> None:
    """When the pipe closes without a word, the watched process ends."""
    reaper = Reaper([sleeper.pid])
    assert reaper._watcher.stdin is not None
    reaper._watcher.stdin.close()
    assert sleeper.wait(10) != 0
    reaper._watcher.wait(10)


def test_a_released_reaper_ends_nothing(sleeper: subprocess.Popen[bytes]) -> None:
    """After a proper end the watched ids may belong to others, so nothing is sent to them."""
    Reaper([sleeper.pid]).release()
    time.sleep(0.1)
    assert sleeper.poll() is None


def test_a_process_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its patience the reaper kills."""
    monkeypatch.setattr("toolbench_ood.engines.reaper._PATIENCE", 0.2)
    process = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)  # noqa: S603  our own
    assert process.stdout is not None
    process.stdout.readline()
    end([process.pid])
    assert process.wait(5) == -9
    process.stdout.close()


def test_a_process_that_is_gone_is_no_error(sleeper: subprocess.Popen[bytes]) -> None:
    """Ending what has ended does nothing."""
    sleeper.kill()
    sleeper.wait()
    end([sleeper.pid])

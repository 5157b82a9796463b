"""The real-engine tests in one environment."""

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from compat.environment import Environment

TESTS = (
    "tests/engines/test_vllm.py",
    "tests/engines/test_real_engines.py",
    "tests/real/test_real_run.py",
)
"""The part of ``-m model`` that starts an engine: vLLM in process, its server, and a whole run."""

_WARNINGS = "filterwarnings=default"
"""What old releases warn of is no fault of this program."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a release."""

    release: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    versions: dict[str, str] | None = None
    trouble: str = ""
    """Why it could not be installed, or the tests that failed."""

    @property
    def good(self) -> bool:
        """Whether every test passed; one that is left out proves nothing."""
        return self.passed > 0 and not (self.failed or self.skipped or self.trouble)

    def entry(self) -> dict[str, str]:
        """Return what is kept of a release that passed."""
        return {**(self.versions or {}), "run": f"{datetime.now(UTC):%Y-%m-%d}"}


def play(environment: Environment, package: Path) -> Result:
    """Install a release and play the tests on it."""
    try:
        environment.make(package)
    except subprocess.CalledProcessError:
        return Result(environment.release, trouble=f"not installed: {_last_line(environment.log)}")
    answers = environment.folder / "tests.xml"
    answers.unlink(missing_ok=True)
    options = ["-m", "model", "-q", "-p", "no:cacheprovider", "-o", _WARNINGS]
    command = [environment.python, "-m", "pytest", *options, f"--junit-xml={answers}", *TESTS]
    try:
        environment.run(command)
    except subprocess.CalledProcessError:
        if not answers.exists():
            return Result(environment.release, trouble=_last_line(environment.log))
    return _counted(environment, answers)


def _counted(environment: Environment, answers: Path) -> Result:
    suite = ET.parse(answers).getroot()[0]  # noqa: S314  pytest wrote it just now
    total, skipped = int(suite.attrib["tests"]), int(suite.attrib["skipped"])
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    names = [
        case.attrib["name"]
        for case in suite
        if case.find("failure") is not None or case.find("error") is not None
    ]
    return Result(
        environment.release,
        passed=total - failed - skipped,
        failed=failed,
        skipped=skipped,
        versions=json.loads(environment.versions()),
        trouble=", ".join(dict.fromkeys(names)),
    )


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if line.strip()]
    return lines[-1] if lines else "no word"

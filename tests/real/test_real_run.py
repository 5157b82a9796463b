"""The whole job on a real model: the real program, the real engine, real records."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from task.suites import WORLD, write_suite

from toolbench_ood.engines.cpu import look_at_cpu
from toolbench_ood.leaderboard.check import entry_problems
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.rescore import rescore
from toolbench_ood.run.sources import Sources

pytestmark = [pytest.mark.model, pytest.mark.xdist_group("real run")]

CHAT = '''
from toolbench_ood.tasks.ask import Ask
from toolbench_ood.tasks.task import task


@task(kind="several_asks")
def talks(world, rng):
    """Asks that a small model answers briefly, and that go on whatever is answered."""
    lamp = rng.choice(sorted(world.lit))
    for land in ("France", "Italy", "Spain", "Japan", "Egypt", "Peru"):
        yield Ask(f"What is the capital of {land}?", lambda call: call("switch", lamp=lamp))
    assert world.lit[lamp]
'''

PROGRAM = Path(sys.executable).with_name("toolbench-ood")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, count_start: Callable[[str], None]) -> RunFolder:
    """One real run: a conversation of several asks, and the smoke cases of a shipped task."""
    place = tmp_path_factory.mktemp("real")
    suite = write_suite(place / "talk", world=WORLD, talk=CHAT)
    command = [PROGRAM, "eval", "--model", "smollm2", "--profile", "smoke", "--tasks", suite]
    chosen = ["-k", "talks or adds_two_reminders", "--seeds", "2", "--max-model-len", "8192"]
    budgets = ["--max-message-tokens", "64", "--out", place / "run"]
    count_start("vllm")
    done = subprocess.run(  # noqa: S603  # our own program
        [*command, *chosen, *budgets], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "By format" in done.stdout
    return RunFolder.open(place / "run")


def test_every_case_has_a_record(run: RunFolder) -> None:
    """A finished run has a record for each case, and none failed in the engine."""
    records = run.records()
    assert len(records) == run.header.cases == 12
    assert all(record.stop is not Stop.ENGINE_ERROR for record in records)


def test_the_header_says_what_decided(run: RunFolder) -> None:
    """The header names engine, versions, device, weights, template and tasks."""
    header = run.header
    assert header.engine["name"] == "vllm"
    if header.engine["device"] == "cpu":
        native = look_at_cpu().native
        assert header.engine["chosen"]["dtype"] == f"{native.name}: {native.reason}"
    assert header.versions.engine["transformers"]
    assert any(name.endswith(".safetensors") for name in header.model.fingerprint)
    assert header.chat.fingerprint["chat_template"]
    assert set(header.suites) == {"calendar", "talk"}


def test_every_token_is_kept(run: RunFolder) -> None:
    """Every assistant message holds the ids that the model wrote, its end of turn included."""
    written = [
        message
        for record in run.records()
        for message in record.messages
        if message.role == "assistant"
    ]
    assert written
    for message in written:
        assert message.tokens
        assert "<|im_end|>" not in message.text
        assert (message.finish == "stop") == (message.tokens[-1] == 2)


def test_the_prefix_cache_serves_what_is_sent_again(run: RunFolder) -> None:
    """Law 6 on a real engine: at least 95 % of re-sent prompt tokens come from the cache."""
    again: list[Any] = [
        message for record in run.records() for message in record.messages if message.resent_tokens
    ]
    assert len(again) >= 5
    resent = sum(message.resent_tokens for message in again)
    served = sum(min(message.cached_tokens, message.resent_tokens) for message in again)
    assert served / resent >= 0.95


def test_scoring_again_needs_no_model(run: RunFolder) -> None:
    """Replaying a real run gives its own records back."""
    suites = Sources(task_folders=(run.path.parent / "talk",))
    assert rescore(run, suites) == run.records()


def test_the_run_can_be_published(run: RunFolder, tmp_path: Path) -> None:
    """A real run makes an entry that the leaderboard's own check accepts."""
    command = [PROGRAM, "leaderboard", "add", run.path, "--tasks", run.path.parent / "talk"]
    done = subprocess.run(  # noqa: S603  # our own program
        [*command, "--out", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (entry,) = tmp_path.glob("*.json")
    assert list(entry_problems(entry)) == []
    assert str(run.path.parent) not in json.dumps(json.loads(entry.read_text(encoding="utf-8")))

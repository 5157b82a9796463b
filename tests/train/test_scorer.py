"""``Scorer`` and ``evaluate``: what the command line does, from Python and inside a training."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("transformers", reason="needs transformers")

from train.test_trl import make_tiny

from toolbench_ood import Scorer, UserError, evaluate
from toolbench_ood.policy.oracle import oracle_messages, spell
from toolbench_ood.run.expected import expect_tokens
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.planned import Planned
from toolbench_ood.score.scores import make_scores
from toolbench_ood.types.errors import EngineError
from toolbench_ood.types.generation import Request

PAGE = Path(__file__).parents[2] / "docs" / "training-loop.md"
CASES = {"profile": "ladder", "id_format": "hermes", "format": "hermes,sexp", "limit": 6}
EDITS = {
    '"path/to/checkpoint"': '"tiny"',
    'id_format="hermes")': 'id_format="hermes", format="hermes", limit=2, max_steps=2, '
    "max_message_tokens=4)",
    "save_steps=1, max_steps=2": "save_steps=1, max_steps=2, use_cpu=True, report_to=[]",
}
"""The model, and what makes the examples short."""


class Oracle:
    """Generates solutions, padded to one length, and remembers how many it was asked for."""

    def __init__(self, scorer: Scorer) -> None:
        """Look at the cases."""
        plan = make_plan(scorer.model.settings, scorer.model)
        self.cases = {case.id: case for case in plan.cases}
        self.chat = scorer.model.chat
        self.asked: list[int] = []

    def __call__(self, requests: Sequence[Request]) -> list[list[int]]:
        """Write the next message of each case."""
        self.asked.append(len(requests))
        end = min(self.chat.end_tokens)
        rows = [[*self.chat.tokenizer.encode(self._text(each)), end] for each in requests]
        longest = max(map(len, rows))
        return [[*row, *[end] * (longest - len(row))] for row in rows]

    def _text(self, request: Request) -> str:
        case = self.cases[request.case]
        return spell(case, list(oracle_messages(case))[request.step])


def test_a_scorer_plays_what_eval_plays(tmp_path: Path) -> None:
    """In batches of those that wait; the figures are those of its run, in a notebook too."""
    scorer = Scorer.load("smollm2", batch=4, **CASES)
    oracle = Oracle(scorer)
    figures = scorer.score(oracle, tmp_path / "run")
    assert oracle.asked[0] == 4
    assert figures["cases"] == scorer.cases == 6
    for name in ("solved", "hermes/solved", "sexp/well_formed", "id_format/shifted_content/solved"):
        assert figures[name] == 1, name
    assert figures["hermes/state/collapsed"] == 0
    run = RunFolder.open(tmp_path / "run")
    assert run.header.engine == {"name": "caller"}
    assert make_scores(run.records(), run.header).total.solved.k == 6

    async def in_a_loop() -> dict[str, float]:
        return scorer.score(lambda requests: [[min(scorer.end_tokens)] for _ in requests])

    planned = Planned(scorer.model, make_plan(scorer.model.settings, scorer.model))
    expected = expect_tokens(planned)
    assert expected is not None
    written = [each for one in run.records() for each in one.messages if each.role == "assistant"]
    assert expected.counted == expected.cases == 6
    assert expected.requests == len(written)
    assert expected.prompt == sum(each.prompt_tokens or 0 for each in written)
    assert expected.written == sum(len(each.tokens or ()) for each in written)
    silent = asyncio.run(in_a_loop())
    assert silent["solved"] == 0
    assert silent["hermes/finding/P1_NO_CALL"] > 0
    with pytest.raises(EngineError, match="returned 0 rows for 4 requests"):
        scorer.score(lambda _: [])
    with pytest.raises(ZeroDivisionError):
        scorer.score(lambda _: [[1 // 0]])


def test_evaluate_takes_the_options_of_eval(tmp_path: Path) -> None:
    """Several names, numbers, flags and mappings; what is wrong is named as it was given."""
    scores = evaluate("oracle", out=tmp_path / "run", format=["hermes", "sexp"], limit=4, k="lamp")
    assert set(scores.formats) == {"hermes", "sexp"}
    assert scores.total.solved.k == scores.total.cases == 4
    settings = RunFolder.open(tmp_path / "run").header.settings
    assert (settings.formats, settings.limit) == (("hermes", "sexp"), 4)
    wrong: dict[str, dict[str, object]] = {
        "there is no option 'fmt'; the options are": {"fmt": "hermes"},
        "joins auto with others": {"id_format": "auto,hermes"},
        "limit 'many' is": {"limit": "many"},
    }
    for words, options in wrong.items():
        with pytest.raises(UserError, match=re.escape(words)):
            evaluate("oracle", **options)
    with pytest.raises(UserError, match="is a scripted model"):
        Scorer.load("oracle")


def test_a_function_of_log_probabilities_adds_the_signatures() -> None:
    """Planted probabilities come back in the signatures, also of markers of several tokens.

    Logits, another shape, and what is no array are refused in one sentence each.
    """
    scorer = Scorer.load("smollm2", **{**CASES, "limit": 4})
    chat = scorer.model.chat
    size = 49152
    end = min(chat.end_tokens)
    asked: list[int] = []

    def planted(tokens: Sequence[int], positions: Sequence[int]) -> NDArray[np.float32]:
        asked.append(len(positions))
        rows = np.full((len(positions), size), 1 / size)
        for row, position in zip(rows, positions, strict=True):
            before = chat.tokenizer.decode(tokens[max(0, position - 8) : position])
            if before.rstrip("\n").endswith("<tool_call>"):
                row[:] = 0.25 / (size - 1)
                row[end] = 0.75
        return np.log(rows, dtype=np.float32)

    figures = scorer.score(lambda asked: [[end] for _ in asked], log_probabilities=planted)
    assert figures["solved"] == 0
    assert figures["probe/end_after_opener"] == pytest.approx(0.75, rel=1e-3)
    assert figures["probe/end_when_due"] == pytest.approx(len(chat.end_tokens) / size, rel=1e-3)
    assert figures["probe/opener_when_due"] < 2 / size
    assert figures["probe/input_dependence"] == pytest.approx(0, abs=1e-5)
    assert max(asked) <= 128
    wrong: dict[str, Callable[[int], object]] = {
        "add up to": lambda rows: np.zeros((rows, size)),
        f"returned an array of shape (1, {size}) for": lambda _: np.zeros((1, size)),
        "returned an array of shape ()": lambda _: 0.0,
        "numpy makes no array": lambda _: [["a"]],
    }
    for words, made in wrong.items():
        with pytest.raises(UserError, match=re.escape(words)):
            scorer.score(lambda _: [], log_probabilities=lambda _, at, made=made: made(len(at)))
    unknown = Scorer.load("smollm2", **{**CASES, "id_format": "none"})
    with pytest.raises(UserError, match="none is known; name it"):
        unknown.score(lambda _: [], log_probabilities=planted)


@pytest.mark.model
def test_the_examples_run(tmp_path: Path) -> None:
    """A plain loop and a callback of transformers' Trainer, as they stand on the page."""
    make_tiny(tmp_path / "tiny")
    blocks = re.findall(r"```python\n(# \w+\.py\n.*?)```", PAGE.read_text(), flags=re.DOTALL)
    assert len(blocks) == 2
    for text in blocks:
        for there, instead in EDITS.items():
            text = text.replace(there, instead)  # noqa: PLW2901  # edited in steps
        done = subprocess.run(  # noqa: S603  # our own page
            [sys.executable, "-c", text],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        assert "0.0" in done.stdout

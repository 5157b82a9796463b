"""``Scorer`` and ``evaluate``: what the command line does, from Python and inside a training."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("transformers", reason="needs transformers")

from train.test_trl import make_tiny

from toolbench_ood import Scorer, UserError, evaluate
from toolbench_ood.policy.oracle import oracle_messages, spell
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.plan import make_plan
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

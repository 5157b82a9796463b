"""Evaluation from Python, with the meaning of the command line."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from toolbench_ood.run.evaluate import evaluate as evaluate_settings
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.keyword_options import settings_of
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.silence import Silence
from toolbench_ood.score.scores import Scores, make_scores


def evaluate(
    model: str,
    *,
    out: Path | str | None = None,
    listener: Listener | None = None,
    **options: Any,
) -> Scores:
    """Evaluate a model as ``toolbench-ood eval`` does.

    Args:
        model: a checkpoint or adapter folder, a hub id, ``smollm2``, or a scripted model.
        out: new or empty folder for the run; None to keep nothing but the scores.
        listener: told of the progress.
        options: further options of ``eval``, named as there with underscores:
            ``evaluate("smollm2", profile="ladder", format=["hermes", "sexp"], limit=20)``.

    Raises:
        UserError: an option is wrong.
        EngineError: the engine failed.
        ProgramError: a task, a format or the program failed on what the model wrote.
    """
    settings = settings_of({"model": model, **options})
    listener = listener or Silence()
    if out is not None:
        return _scores(evaluate_settings(settings, Path(out), listener))
    with TemporaryDirectory(prefix="toolbench-ood-") as folder:
        return _scores(evaluate_settings(settings, Path(folder), listener))


def _scores(run: RunFolder) -> Scores:
    return make_scores(run.records(), run.header)

"""Scores a model inside somebody's training loop."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from toolbench_ood.engines.caller import CallerEngine, Write
from toolbench_ood.run.evaluate import evaluate_plan
from toolbench_ood.run.folder import RunFolder, check_free
from toolbench_ood.run.keyword_options import settings_of
from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.plan import Plan, make_plan
from toolbench_ood.run.silence import Silence
from toolbench_ood.score.scalars import scalars
from toolbench_ood.score.scores import make_scores
from toolbench_ood.types.errors import UserError


@dataclass(frozen=True)
class Scorer:
    """Plays the same cases with a model at every point of its training; see :meth:`load`."""

    model: Model
    batch: int
    """Most requests that are generated at once."""

    @classmethod
    def load(cls, model: str, *, batch: int = 32, **options: Any) -> Self:
        """Load tokenizer and chat template of a model; its weights stay the caller's.

        Args:
            model: a folder, a hub id, or ``smollm2``.
            batch: most requests that are generated at once.
            options: which cases are played, as in ``eval``, named as there with underscores:
                ``id_format="hermes", format="hermes,sexp", limit=40``. The profile is ``monitor``
                unless another one is given.

        Raises:
            UserError: an option is wrong, or the model is none that can be trained.
        """
        settings = settings_of({"model": model, "profile": "monitor", **options})
        opened = open_model(settings, loads=False)
        if opened.ref.path is None:
            raise UserError(f"{model} is a scripted model, which can't be trained; give a real one")
        return cls(opened.around_id(), batch)

    @property
    def end_tokens(self) -> frozenset[int]:
        """Ids that end the model's turn: generation may stop at each of them."""
        return self.model.chat.end_tokens

    @property
    def cases(self) -> int:
        """How many cases are played."""
        return len(self._plan.cases)

    def score(self, generate: Write, out: Path | None = None) -> dict[str, float]:
        """Play all cases and return figures for a logger.

        Args:
            generate: takes requests with ``prompt`` (token ids) and ``max_tokens``, and returns a
                row of token ids for each. A row is cut behind its first end token, so it may be
                padded. How tokens are chosen is the function's.
            out: new or empty folder to keep the run in, as ``eval`` does.

        Returns:
            See :func:`toolbench_ood.score.scalars.scalars`.

        Raises:
            EngineError: the function returned another number of rows than it was asked for.
            ProgramError: a task, a format or the program failed on what the model wrote.
        """
        if out is not None:
            check_free(out)
            return self._scalars(self._played(generate, out))
        with TemporaryDirectory(prefix="toolbench-ood-") as folder:
            return self._scalars(self._played(generate, Path(folder)))

    @cached_property
    def _plan(self) -> Plan:
        return make_plan(self.model.settings, self.model)

    def _played(self, generate: Write, path: Path) -> RunFolder:
        engine = CallerEngine(generate, self.end_tokens, self.batch)
        return evaluate_plan(self.model, self._plan, path, Silence(), engine)

    @staticmethod
    def _scalars(run: RunFolder) -> dict[str, float]:
        return scalars(make_scores(run.records(), run.header))

"""Scores a model inside somebody's training loop."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from toolbench_ood.engines.caller import CallerEngine, Write
from toolbench_ood.probe.choices import CONVERSATIONS
from toolbench_ood.probe.subject import ProbeSubject, subject_of_plan
from toolbench_ood.run.evaluate import evaluate_plan
from toolbench_ood.run.folder import RunFolder, check_free
from toolbench_ood.run.keyword_options import settings_of
from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.plan import Plan, make_plan
from toolbench_ood.run.planned import Planned
from toolbench_ood.run.run_now import run_now
from toolbench_ood.run.silence import Silence
from toolbench_ood.score.scalars import scalars
from toolbench_ood.score.scores import make_scores
from toolbench_ood.types.errors import UserError

if TYPE_CHECKING:
    from toolbench_ood.engines.caller_scoring import LogProbabilities


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

    def score(
        self,
        generate: Write,
        out: Path | None = None,
        *,
        log_probabilities: "LogProbabilities | None" = None,
    ) -> dict[str, float]:
        """Play all cases and return figures for a logger.

        Args:
            generate: takes requests with ``prompt`` (token ids) and ``max_tokens``, and returns a
                row of token ids for each. A row is cut behind its first end token, so it may be
                padded. How tokens are chosen is the function's.
            out: new or empty folder to keep the run in, as ``eval`` does.
            log_probabilities: takes a text as token ids and rising positions in it, each at least
                1, and returns an array of the shape (positions, vocabulary) that numpy reads: the
                natural logarithm of the probability of every token at that position, given all
                tokens before it. It is called some ten times for each of up to 64 conversations,
                and adds the signatures of a probe in the first ID format.

        Returns:
            See :func:`toolbench_ood.score.scalars.scalars` and
            :func:`toolbench_ood.probe.scalars.probe_scalars`.

        Raises:
            UserError: ``out`` is not free, no ID format is known for the probe, or what was
                returned is none of log-probabilities.
            EngineError: the function returned another number of rows than it was asked for.
            ProgramError: a task, a format or the program failed on what the model wrote.
        """
        if out is not None:
            check_free(out)
        probed = {} if log_probabilities is None else self._probed(log_probabilities)
        if out is not None:
            return self._scalars(self._played(generate, out)) | probed
        with TemporaryDirectory(prefix="toolbench-ood-") as folder:
            return self._scalars(self._played(generate, Path(folder))) | probed

    @cached_property
    def _plan(self) -> Plan:
        return make_plan(self.model.settings, self.model)

    @cached_property
    def _subject(self) -> ProbeSubject:
        """What is probed, made once."""
        names = self.model.id_formats.names
        if not names:
            raise UserError(
                "a probe is of the model's ID format, and none is known; name it, as in "
                'Scorer.load(..., id_format="hermes")'
            )
        return subject_of_plan(self.model, self._plan, names[0], CONVERSATIONS)

    def _probed(self, log_probabilities: "LogProbabilities") -> dict[str, float]:
        from toolbench_ood.engines.caller_scoring import CallerScoring  # noqa: PLC0415  # numpy
        from toolbench_ood.probe.probe import probe_on  # noqa: PLC0415  # scipy
        from toolbench_ood.probe.scalars import probe_scalars  # noqa: PLC0415  # likewise

        engine = CallerScoring(log_probabilities)
        return probe_scalars(run_now(probe_on(engine, self._subject, Silence())))

    def _played(self, generate: Write, path: Path) -> RunFolder:
        engine = CallerEngine(generate, self.end_tokens, self.batch)
        return evaluate_plan(Planned(self.model, self._plan), path, Silence(), engine)

    @staticmethod
    def _scalars(run: RunFolder) -> dict[str, float]:
        return scalars(make_scores(run.records(), run.header))

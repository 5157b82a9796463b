"""What models that understand nothing would score on the cases of a run, without playing them.

A collapsed model approaches one of them, so their scores are what collapse costs. They follow from
what the cases ask for first: no null policy gets beyond an ask that needs calls, and none answers
an ask that needs an answer. An empty call is no call only where a format's opener stands out from
prose; elsewhere it is a message like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.rollout.record import Record
from toolbench_ood.score.failure_class import FailureClass
from toolbench_ood.score.picture import FineState
from toolbench_ood.score.turn import AttemptStage


@dataclass(frozen=True, slots=True)
class NullScore:
    """What one null policy would score; shares are from 0 to 1, and it solves nothing."""

    state: str
    """In which all its messages are."""
    attempted: float
    """Share of the cases whose asks all need calls in which it attempts a call, never one that can
    be read."""
    abstained: float
    """Share of the cases with an ask that needs no call in which it abstains from calling there,
    of those that reach such an ask."""
    classes: dict[str, float]
    """By failure class, as shares of the cases; zeros left out."""


@dataclass(frozen=True, slots=True)
class _Policy:
    state: FineState
    attempt: AttemptStage
    """In each message."""


_POLICIES: Mapping[str, _Policy] = {
    "noop": _Policy(FineState.COLLAPSED, AttemptStage.NONE),
    "open_tag": _Policy(FineState.COLLAPSED, AttemptStage.BROKEN),
    "ask_back": _Policy(FineState.RESPONSE, AttemptStage.NONE),
}
"""By the names of the scripted models that play them."""


def score_null_policies(records: Sequence[Record]) -> dict[str, NullScore]:
    """Score the null policies on the cases of some records; empty without records."""
    if not records:
        return {}
    return null_scores(sum(bool(record.asks[0].calls) for record in records) / len(records))


def null_scores(needy: float) -> dict[str, NullScore]:
    """Score the null policies where a share of the cases begins with an ask that needs calls."""
    return {name: _score(policy, needy) for name, policy in _POLICIES.items()}


def _score(policy: _Policy, needy: float) -> NullScore:
    tries = policy.attempt is AttemptStage.BROKEN
    shares = (
        {FailureClass.ATTEMPT_BROKEN: 1.0}
        if tries
        else {FailureClass.NEVER_ATTEMPTED: needy, FailureClass.WRONG_ANSWER: 1 - needy}
    )
    return NullScore(
        state=policy.state.value,
        attempted=float(tries),
        abstained=float(not tries),
        classes={reason.value: share for reason, share in shares.items() if share},
    )

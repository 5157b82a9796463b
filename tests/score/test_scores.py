"""A whole run's scores."""

import json
from typing import Any

import pytest
from score.made import make

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Timing
from toolbench_ood.score.counts import FindingCount
from toolbench_ood.score.scores import Scores, make_scores, scores_as_dict


def _scores(*records: Any, planned: int | None = None) -> Scores:
    header = make.header(records)
    return make_scores(records, header.model_copy(update={"cases": planned or len(records)}))


def test_findings_count_messages() -> None:
    """Two of a kind in one message count once; the same in two messages or cases count twice."""
    twice = make.record(findings=[make.found("S4_TYPE"), make.found("S4_TYPE")])
    apart = make.record(findings=[make.found("S4_TYPE"), make.found("S4_TYPE", message=3)])
    benign = make.record(findings=[make.found("E3_EXTRA_TEXT", "benign")], format="pythonic")
    assert _scores(twice, apart, benign).findings == (
        FindingCount("E3_EXTRA_TEXT", "benign", "pythonic", 1),
        FindingCount("S4_TYPE", "judgement", "hermes", 3),
    )


def test_stops_are_counted_by_format_failures_included() -> None:
    """An engine's failure is shown as a stop reason."""
    scores = _scores(make.record(), make.record(stop=Stop.ENGINE_ERROR, solved=False))
    assert scores.stops == {"hermes": {"answered": 1, "engine_error": 1}}


def test_a_failed_case_is_in_nothing_else() -> None:
    """Findings, states, tokens and times are of the cases that the model played."""
    failed = make.record(
        stop=Stop.ENGINE_ERROR, findings=[make.found("S4_TYPE")], time=Timing(0.0, 1000.0)
    )
    alone, beside = _scores(make.record()), _scores(make.record(), failed)
    for field in ("findings", "states", "tokens", "seconds"):
        assert getattr(beside, field) == getattr(alone, field)


def test_cases_without_a_record_are_missing() -> None:
    """A run that is not finished says so."""
    assert _scores(make.record(), planned=5).missing == 4


def test_the_share_of_resent_tokens_that_the_cache_served() -> None:
    """Only re-sent tokens count, and only where the engine said what its cache served."""
    record = make.record(
        messages=[
            make.written(prompt=100, resent=0, cached=64),
            make.written(prompt=150, resent=120, cached=112),
            make.written(prompt=200, resent=160, cached=192),
            make.written(prompt=300, resent=210, cached=None),
        ]
    )
    tokens = _scores(record).tokens
    assert (tokens.prompt, tokens.resent, tokens.cached) == (750, 490, 368)
    assert (tokens.resent_known, tokens.resent_cached) == (280, 272)
    assert tokens.resent_cached_share == pytest.approx(272 / 280)


def test_a_silent_engine_has_no_cache_figure() -> None:
    """Unknown is not zero."""
    tokens = _scores(make.record(messages=[make.written(resent=5)])).tokens
    assert tokens.cached is None
    assert tokens.resent_cached_share is None


def test_wall_time_spans_the_cases() -> None:
    """Cases run side by side, so their sum is not the wall time."""
    seconds = _scores(
        make.record(time=Timing(100.0, 5.0)), make.record(time=Timing(101.0, 6.0))
    ).seconds
    assert (seconds.cases, seconds.wall) == (11.0, 7.0)


def test_a_run_without_records_has_scores() -> None:
    """Nothing is divided by zero."""
    scores = _scores(planned=3)
    assert (scores.total.cases, scores.missing, scores.seconds.wall) == (0, 3, 0.0)


def test_scores_are_json() -> None:
    """They come back from JSON as they were, so programs read what people read."""
    scores = _scores(make.record(calls=[make.called()], findings=[make.found("S4_TYPE")]))
    again = json.loads(json.dumps(scores_as_dict(scores), allow_nan=False))
    assert again["formats"]["hermes"]["solved"] == {
        "k": 1,
        "n": 1,
        "rate": 1.0,
        "low": 0.0,
        "high": 1.0,
    }
    assert again["cells"][0]["row"]["cases"] == 1

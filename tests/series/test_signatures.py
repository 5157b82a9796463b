"""The probe of each checkpoint of a series: kept, compared, watched, drawn, and made once."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from cases import for_each
from probe.table import CONTROLS, HERMES, SETTING, PlantedScoring, conversations

from toolbench_ood.probe.by_task import HEALTHY as SIGNATURES
from toolbench_ood.probe.by_task import OWN_ASK
from toolbench_ood.probe.probe import probe_on
from toolbench_ood.probe.run_probe import PROBE, RunProbe
from toolbench_ood.probe.subject import Chosen, ProbeSubject
from toolbench_ood.run.folder import RECORDS
from toolbench_ood.run.model import open_model
from toolbench_ood.run.read_options import make_settings
from toolbench_ood.run.run_now import run_now
from toolbench_ood.run.silence import Silence
from toolbench_ood.score.rate import Count, rate
from toolbench_ood.series.alarm import Watched, find_alarms
from toolbench_ood.series.checkpoint import Checkpoint
from toolbench_ood.series.find_checkpoints import Found
from toolbench_ood.series.page import page
from toolbench_ood.series.point import Played, Point
from toolbench_ood.series.probed import Mean, Probed
from toolbench_ood.series.series import PlayedSoFar, Series, compare, series_as_dict
from toolbench_ood.series.signatures import Signatures
from toolbench_ood.series.sweep import Sweep
from toolbench_ood.series.sweep_file import Member
from toolbench_ood.series.watched import HEALTHY
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

TASKS = [("suite", f"task_{number}") for number in range(60)]
WELL = {name: 0.9 if end else 0.05 for name, end in SIGNATURES.items()}
"""Signatures of a model that knows the format."""


def _played(label: str, signatures: Mapping[str, float], tokenizer: str = "one") -> Played:
    """Make a checkpoint that solves everything, with the same signatures in all tasks."""
    ones = {f"{task}[0]": Count((suite, task), True, 1) for suite, task in TASKS}
    none = {case: replace(count, k=0) for case, count in ones.items()}
    whole = rate(ones.values())
    point = Point(
        label=label,
        step=None,
        cases=len(ones),
        solved=whole,
        solved_id=whole,
        solved_ood=whole,
        well_formed=whole,
        formats={},
        states={},
        control_tokens=None,
        tokenizer=tokenizer,
        probe=Probed("hermes", 60, {}, None) if signatures else None,
    )
    figures = {name: ones if end else none for name, end in HEALTHY.items()}
    means = {name: dict.fromkeys(TASKS, value) for name, value in signatures.items()}
    return Played(point, Checkpoint(label, figures, means))


def _signatures(played: Sequence[Played], own: Mapping[str, tuple[str, ...]]) -> Signatures:
    labels = [each.point.label for each in played]
    members = {
        label: Member(label=label, step=None, model="m", id_formats=own.get(label))
        for label in labels
    }
    return Signatures(played, members, wanted=True)


def _six() -> list[Played]:
    """Make four checkpoints that are well, and two that end a turn in an opened call."""
    sick = {**WELL, "end_after_opener": 0.9, OWN_ASK: 0.5}
    return [_played(f"step-{number}", WELL if number < 4 else sick) for number in range(6)]


def test_a_signature_that_moves_rings_the_alarm_at_the_rate_of_all_figures() -> None:
    """It is named, and alpha is shared by all figures of the first checkpoint."""
    signatures = _signatures(_six(), {})
    assert list(signatures.notes()) == []
    assert signatures.watched == len(SIGNATURES) == 12
    _, alarms, refused = compare(signatures, 0.001, 0.05)
    assert refused == ()
    assert {each.figure for each in alarms} == {"end_after_opener", OWN_ASK}
    assert all(each.at >= 4 for each in alarms)
    slowly = np.linspace(0.1, 0.9, 60)[:, np.newaxis].repeat(60, axis=1)
    rising = [Watched("end_after_opener", slowly, 0)]
    (shared,), (alone,) = (find_alarms(rising, 0.001, 0.05, sharing) for sharing in (16, None))
    assert shared.at > alone.at
    assert (shared,) == find_alarms(rising, 0.001 / 16, 0.05)


@for_each(
    "other, own, words",
    [
        (
            _played("other", WELL, "two"),
            {},
            "other: the probe can't be compared: another tokenizer",
        ),
        (
            _played("other", WELL),
            {"step-0": ("hermes",), "other": ("sexp",)},
            "other: the probe can't be compared: other ID formats by itself than step-0",
        ),
        (_played("other", {}), {}, "other: not probed: the same command again does that"),
    ],
    ids=["tokenizer", "id-formats", "none"],
)
def test_probes_that_can_not_be_compared_are_not_watched(
    other: Played, own: Mapping[str, tuple[str, ...]], words: str
) -> None:
    """It is said which, and why; the figures of the cases keep their share of alpha."""
    signatures = _signatures([*_six(), other], own)
    notes = "; ".join(signatures.notes())
    assert words in notes, notes
    assert "no signature of the probe is watched" in notes
    assert signatures.watched == 12
    _, alarms, refused = compare(signatures, 0.001, 0.05)
    assert (alarms, refused) == ((), ())


@dataclass
class _Planted(PlantedScoring):
    """Planted probabilities as an engine."""

    description: Mapping[str, Json] = field(default_factory=lambda: {"name": "planted"})
    context: int | None = None


def test_a_kept_probe_is_read_as_it_was_and_drawn(tmp_path: Path) -> None:
    """Every figure comes back from the file; curves show it where it can be compared.

    A file that is broken, or a link, is refused.
    """
    subject = ProbeSubject(
        open_model(make_settings({"--model": "oracle"})),
        HERMES,
        SETTING,
        CONTROLS,
        Chosen(conversations()),
        own=None,
    )
    report = run_now(probe_on(_Planted(), subject, Silence()))
    RunProbe(report=report).save(tmp_path)
    kept = RunProbe.load(tmp_path)
    assert kept is not None
    assert kept.report == report
    assert report.by_task.keys() == SIGNATURES.keys()
    assert set(report.by_task[OWN_ASK].values()) == {0.5}
    probe = Probed.of(report)
    assert probe.conversations == len(conversations())
    assert (probe.input_dependence or Mean(1, None, None)).mean == 0
    plain = _played("step-1", WELL).point
    series = Series(
        version=1,
        points=(replace(plain, probe=probe), replace(plain, label="step-2", probe=probe)),
        unfinished=(),
        id_formats=("hermes",),
        alpha=0.001,
        tolerance=0.05,
        peak=None,
        alarms=(),
        apart={"step-2": "another tokenizer"},
        notes=(),
    )
    drawn = page(series)
    assert "end_after_opener at step-1: " in drawn
    assert "end_after_opener at step-2: " not in drawn
    assert "Input dependence, in nats a token" in drawn
    assert json.dumps(series_as_dict(series))
    (tmp_path / PROBE).write_text("{}x")
    with pytest.raises(UserError, match="cannot be read"):
        RunProbe.load(tmp_path)
    (tmp_path / PROBE).unlink()
    assert RunProbe.load(tmp_path) is None
    (tmp_path / PROBE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="a link"):
        RunProbe.load(tmp_path)


class _Loads(Silence):
    """Counts how often a model is loaded."""

    def __init__(self) -> None:
        self.times = 0

    def loading(self, what: str) -> None:
        """Count it."""
        self.times += 1


@pytest.mark.model
def test_each_checkpoint_is_probed_once_with_the_engine_that_plays_it(tmp_path: Path) -> None:
    """One load plays and probes; what is there is not made again, and what is lost is.

    A series of one has a probe and nothing to compare. A checkpoint that is gone before its probe
    is made is named.
    """
    from train.test_trl import make_tiny  # noqa: PLC0415  # needs transformers

    for label in ("step-1", "step-2"):
        make_tiny(tmp_path / label)
    given = {"--profile": "ladder", "--format": ["hermes"], "--id-format": ["hermes"]}
    budgets = {"--limit": "5", "--max-steps": "1", "--max-message-tokens": "3", "--workers": "0"}
    settings = make_settings({"--model": "oracle", "--engine": "transformers", **given, **budgets})
    found = [Found(label, None, str(tmp_path / label)) for label in ("step-1", "step-2")]
    out, loads = tmp_path / "out", _Loads()
    sweep = Sweep.begin(out, settings, found[:1], 4)
    assert sweep.play("step-1", loads) is None
    assert loads.times == 1
    single = PlayedSoFar(sweep).series()
    assert any("there is nothing to compare" in note for note in single.notes)
    (alone,) = single.points
    assert alone.probe is not None
    assert (alone.probe.format, alone.probe.conversations) == ("hermes", 4)
    sweep.add(found)
    for label in ("step-2", "step-1"):
        assert sweep.play(label, loads) is None
    assert loads.times == 2
    series = PlayedSoFar(sweep).series()
    assert not any("not probed" in note for note in series.notes)
    told = series_as_dict(series)["points"][0]["probe"]
    assert 0 < told["signatures"]["end_after_opener"]["mean"] < 0.1
    assert told["input_dependence"] is not None
    assert "Input dependence, in nats a token" in page(series)
    kept, records = (out / "step-1" / PROBE), (out / "step-1" / RECORDS).read_bytes()
    before = kept.read_text().partition('"made"')[0]
    kept.unlink()
    assert not sweep.is_done(sweep.file.members[0])
    assert sweep.play("step-1", loads) is None
    assert loads.times == 3
    assert kept.read_text().partition('"made"')[0] == before
    assert (out / "step-1" / RECORDS).read_bytes() == records
    with pytest.raises(UserError, match="--probe-conversations was 4 and is 0"):
        Sweep.begin(out, settings, found)
    kept.unlink()
    shutil.rmtree(tmp_path / "step-1")
    assert "is not there any more" in str(sweep.play("step-1", loads))
    lacking = PlayedSoFar(sweep).series()
    assert any(note.startswith("step-1: not probed: the checkpoint") for note in lacking.notes)

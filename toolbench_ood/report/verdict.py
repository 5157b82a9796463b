"""The verdict of a run in words: which part of a drop is format, content or structure.

A function from scores to sentences. Differences are of the share of solved cases, in percentage
points with their 95 % intervals.
"""

from collections.abc import Iterator, Mapping, Sequence

from toolbench_ood.report.arm_words import arm_words
from toolbench_ood.report.collapse_words import collapse_words
from toolbench_ood.report.effect_words import (
    CONTENTS,
    content_words,
    format_words,
    frame_words,
    is_telling,
)
from toolbench_ood.report.foreign_words import foreign_words
from toolbench_ood.report.untold import untold
from toolbench_ood.report.words import id_names, plural, whole_percent
from toolbench_ood.score.effect import Effect, EffectKind
from toolbench_ood.score.scores import Scores


def verdict(scores: Scores) -> tuple[str, ...]:
    """Say what the run shows, and then what it cannot tell, a sentence or two each."""
    if not scores.total.cases:
        return ("No case is scored yet, so there is nothing to tell.",)
    effects = {effect.change: effect for effect in scores.effects}
    found = _nothing_solved(scores) if not scores.total.solved.k else _found(scores, effects)
    return (
        *_partial(scores),
        *found,
        *collapse_words(scores.pictures),
        *foreign_words(scores.pictures, scores.id_formats),
        *arm_words(scores.arms, scores.id_formats),
        *(f"Not told: {reason}." for reason in untold(scores, effects)),
    )


def _partial(scores: Scores) -> Iterator[str]:
    if scores.total.cases < scores.planned:
        counted = f"{scores.total.cases:,} of {plural(scores.planned, 'case')}"
        yield f"So far, of {counted}:"


def _nothing_solved(scores: Scores) -> Iterator[str]:
    total = scores.total
    yield (
        f"Nothing is solved in {plural(total.cases, 'case')}, so there is no drop to divide "
        "between format and content."
    )
    sound = f"Structure: {total.well_formed.k:,} of the {total.cases:,} are well-formed"
    rest = ", so something else than structure fails in those" if total.well_formed.k else ""
    yield f"{sound}{rest}."


def _found(scores: Scores, effects: Mapping[EffectKind, Effect]) -> Iterator[str]:
    yield from _summary(effects)
    yield from _start(scores)
    if "format" in effects:
        yield format_words(effects["format"], scores.id_formats)
    for change in CONTENTS:
        if change in effects:
            yield content_words(effects[change], scores.id_formats)
    if "frame" in effects:
        yield frame_words(effects["frame"])


def _summary(effects: Mapping[EffectKind, Effect]) -> Iterator[str]:
    """Weigh format against the content that costs most, if both were measured."""
    telling = {change: effect for change, effect in effects.items() if is_telling(effect)}
    format_ = telling.get("format")
    if format_ is not None and format_.solved.low > 0:
        yield (
            "The model solves more in other formats than in its own: the ability is there, and its "
            "own format is what holds it back."
        )
        return
    contents = [telling[change] for change in CONTENTS if change in telling]
    if format_ is None or not contents:
        return
    worst = min(contents, key=lambda effect: effect.solved.difference or 0.0)
    yield _weighed(format_, worst)


def _weighed(format_: Effect, content: Effect) -> str:
    one, other = format_.solved, content.solved
    if one.high >= 0 and other.high >= 0:
        return "No drop is shown, neither in other formats nor on other content."
    if one.high < other.low:
        return "Most of the drop is format: the intervals of format and content do not overlap."
    if other.high < one.low:
        return "Most of the drop is content: the intervals of content and format do not overlap."
    costs = "Other formats and other content both cost"
    if one.high >= 0:
        costs = "Other content costs"
    elif other.high >= 0:
        costs = "Other formats cost"
    return f"{costs} solved cases; the intervals overlap, so which costs more is not shown."


def _played(scores: Scores) -> Sequence[str]:
    """Return the ID formats that were played, or all if none was."""
    played = [name for name in scores.id_formats if name in scores.formats]
    return played or scores.id_formats


def _start(scores: Scores) -> Iterator[str]:
    """Say how well the model does where the axes begin."""
    cell, other = scores.cells[:2]
    where = id_names(_played(scores))
    if not scores.id_formats:
        cell = other
    if cell.row is None or not cell.row.cases:
        return
    content = "content seen in training" if cell.content == "id" else "tasks as written"
    yield (
        f"In {where}, on {content}: {whole_percent(cell.row.solved)} solved, "
        f"{whole_percent(cell.row.well_formed)} well-formed ({plural(cell.row.cases, 'case')})."
    )

"""What a run cannot tell, and what would tell it."""

from collections.abc import Iterator, Mapping, Sequence

from toolbench_ood.report.effect_words import CONTENTS
from toolbench_ood.report.words import id_names, names
from toolbench_ood.score.effect import Effect, EffectKind
from toolbench_ood.score.scores import Scores

VOID_FORMATS = "n/a: trained on held-out formats"
VOID_SUITES = "n/a: trained on held-out suites"


def untold(scores: Scores, effects: Mapping[EffectKind, Effect]) -> Iterator[str]:
    """Yield what is not known and why, without a full stop."""
    if "format" not in effects:
        yield f"what other formats cost ({_why_no_format(scores)})"
    yield from _content(scores, effects)
    yield from _both(scores)
    if "frame" not in effects:
        yield "what our frame costs (native and the format of its calls were not both played)"
    yield from _arms(scores)


def _arms(scores: Scores) -> Iterator[str]:
    """Name what help would tell about the cases that are not solved."""
    if not scores.arms:
        if scores.total.solved.k < scores.total.cases:
            yield (
                "whether the ability behind unsolved cases is lost or obscured (nothing was played "
                "with help; --arm strict,lenient,grammar-forced plays each case again with some)"
            )
        return
    for arm in scores.arms:
        reasons = [arm.obstacles[name] for name in scores.id_formats if name in arm.obstacles]
        if reasons:
            own = names([name for name in scores.id_formats if name in arm.obstacles])
            yield f"what {arm.name} would recover in {own} ({reasons[0]})"


def _why_no_format(scores: Scores) -> str:
    if scores.held_out_formats:
        return f"{VOID_FORMATS}, {names(scores.held_out_formats)}"
    if not scores.id_formats:
        return "no format counts as the model's own; name it with --id-format"
    if not set(scores.formats) & set(scores.id_formats):
        return f"{names(scores.id_formats)} was not played; add it with --format"
    return f"no case was played both in {id_names(scores.id_formats)} and in another format"


def _content(scores: Scores, effects: Mapping[EffectKind, Effect]) -> Iterator[str]:
    trained = scores.cells[0].content == "id"
    if not trained:
        yield (
            "what content seen in training would give (there is none; --trained-on names it); the "
            "reference is tasks as written"
        )
    if scores.held_out_suites:
        yield f"what other content costs ({VOID_SUITES}, {names(scores.held_out_suites)})"
        return
    wanted: Sequence[EffectKind] = tuple(CONTENTS) if trained else ("surface", "words")
    missing = [CONTENTS[change] for change in wanted if change not in effects]
    if missing:
        what = "on seen content" if trained else "as written"
        yield f"what {names(missing)} cost (no task was played both {what} and with them)"


def _both(scores: Scores) -> Iterator[str]:
    """Name the one cell that is empty where the three others are not."""
    empty = [cell for cell in scores.cells if cell.row is not None and not cell.row.cases]
    if len(empty) == 1 and all(cell.row is not None for cell in scores.cells):
        (cell,) = empty
        content = {"id": "seen content", "ood": "other content"}.get(cell.content, cell.content)
        formats = "ID formats" if cell.format == "id" else "other formats"
        yield f"how format and content add up (no case of {content} in {formats})".replace("_", " ")

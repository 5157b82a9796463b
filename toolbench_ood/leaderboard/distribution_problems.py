"""Check what an entry says of its two axes: the four cells, their parts, the effects."""

from collections.abc import Iterator, Sequence

from toolbench_ood.format.native import NATIVE
from toolbench_ood.leaderboard.difference_problems import difference_problems
from toolbench_ood.leaderboard.entry import Entry
from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.leaderboard.row_problems import rate_problems, sum_problems
from toolbench_ood.score.cell import is_void
from toolbench_ood.score.distance import id_distances
from toolbench_ood.score.distribution import FORMAT_SIDES, ContentSide, Distribution
from toolbench_ood.score.effect import Effect
from toolbench_ood.score.row import Row
from toolbench_ood.tasks.case import NO_SHIFT
from toolbench_ood.tasks.suite import Split


def distribution_problems(entry: Entry) -> Iterator[str]:
    """Yield one sentence for each figure that does not follow from others."""
    scores = entry.scores
    where = Distribution(entry.id_formats, entry.id_content)
    yield from expect("scores.id_formats", scores.id_formats, entry.id_formats.names)
    yield from expect("scores.held_out_formats", scores.held_out_formats, where.id_formats.held_out)
    yield from expect("scores.held_out_suites", scores.held_out_suites, where.id_content.held_out)
    yield from _trained_suites(entry)
    distances = id_distances(entry.formats, entry.id_formats)
    yield from expect("scores.distances of", sorted(scores.distances), sorted(distances))
    for name in distances.keys() & scores.distances.keys():
        yield from expect(f"scores.distances.{name}", scores.distances[name], distances[name])
    yield from _cells(entry, where)
    for index, effect in enumerate(scores.effects):
        yield from _effect(f"scores.effects.{index}", effect, scores.total)


def _trained_suites(entry: Entry) -> Iterator[str]:
    """Refuse a suite that counts as trained on, is held out, and is not called so."""
    for name in entry.id_content.suites:
        held_out = name in entry.suites and entry.suites[name].split == Split.HELD_OUT
        if held_out and name not in entry.id_content.held_out:
            yield f"id_content.suites.{name} is held out; expected it in id_content.held_out"


def _cells(entry: Entry, where: Distribution) -> Iterator[str]:
    scores = entry.scores
    sides = [(one, other) for one in where.content_sides for other in FORMAT_SIDES]
    found = [(cell.content, cell.format) for cell in scores.cells]
    if found != sides:
        yield from expect("scores.cells", found, sides)
        return
    for index, cell in enumerate(scores.cells):
        void = is_void(where, cell.content, cell.format)
        yield from expect(f"scores.cells.{index}.row is null", cell.row is None, void)
    ours = [row for name, row in scores.formats.items() if name != NATIVE]
    own = [row for name, row in scores.formats.items() if name in entry.id_formats.names]
    for what, cells, rows in (
        ("scores.cells", scores.cells, ours),
        ("the cells of ID formats", [each for each in scores.cells if each.format == "id"], own),
    ):
        counted = [cell.row for cell in cells if cell.row is not None]
        if len(counted) == len(cells):
            yield from sum_problems(what, counted, rows)
    yield from _parts(entry, where)
    yield from _reference(entry, where)


def _parts(entry: Entry, where: Distribution) -> Iterator[str]:
    """Compare the cells whose content is out of distribution with the sums of their parts."""
    _, other = where.content_sides
    for format_ in FORMAT_SIDES:
        parts = [part.row for part in entry.scores.content_parts if part.format == format_]
        row = next(
            cell.row
            for cell in entry.scores.cells
            if (cell.content, cell.format) == (other, format_)
        )
        yield from sum_problems(
            f"scores.content_parts of {format_} formats", parts, [row] if row else []
        )


def _reference(entry: Entry, where: Distribution) -> Iterator[str]:
    """Compare the cells of the reference content with the rows of its suites and shifts."""
    scores, seen = entry.scores, entry.id_content.suites
    reference, _ = where.content_sides
    cells = _cell_rows(entry, reference)
    native = scores.formats[NATIVE].cases if NATIVE in scores.formats else 0
    suites = [row for name, row in scores.suites.items() if not seen or name in seen]
    shifts = {shift for each in seen.values() for shift in each} if seen else {NO_SHIFT}
    if len(cells) < len(FORMAT_SIDES):
        return
    if not native and all(set(scores.shifts) <= set(each) for each in seen.values() or [shifts]):
        yield from sum_problems(f"the cells of content {reference}", cells, suites)
        return
    in_suites = sum(row.cases for row in suites)
    in_shifts = sum(row.cases for name, row in scores.shifts.items() if name in shifts)
    least = in_suites + in_shifts - scores.total.cases - native if len(seen) <= 1 else 0
    yield from within(
        f"the sum of cases over the cells of content {reference}",
        sum(row.cases for row in cells),
        max(0, least),
        min(in_suites, in_shifts),
    )


def _cell_rows(entry: Entry, content: ContentSide) -> Sequence[Row]:
    cells = (cell for cell in entry.scores.cells if cell.content == content)
    return [cell.row for cell in cells if cell.row is not None]


def _effect(where: str, effect: Effect, total: Row) -> Iterator[str]:
    for name in ("before", "after"):
        rate = getattr(effect, name)
        yield from rate_problems(f"{where}.{name}", rate)
        yield from within(f"{where}.{name}.n", rate.n, 1, total.cases)
    before, after = effect.before.rate, effect.after.rate
    if before is not None and after is not None:
        yield from expect(f"{where}.solved.difference", effect.solved.difference, after - before)
    most = min(effect.before.n, effect.after.n)
    for name in ("solved", "broken"):
        yield from difference_problems(f"{where}.{name}", getattr(effect, name), most)

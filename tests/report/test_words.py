"""Numbers as a report spells them."""

from cases import for_each

from toolbench_ood.report.words import duration, mean, percent, plural, share
from toolbench_ood.score.rate import Count, rate


@for_each(
    ("k", "n", "text"),
    [
        (0, 0, "-"),
        (10, 12, "83.3 [55-95]"),
        (0, 40, "0.0 [0-9]"),
        (40, 40, "100.0 [91-100]"),
    ],
)
def test_a_rate_stands_with_its_interval(k: int, n: int, text: str) -> None:
    """Percent to a digit, ends to whole percents; nothing counted is no number."""
    assert percent(rate(Count(task, task < k, 1) for task in range(n))) == text


@for_each(
    ("seconds", "text"),
    [
        (0.04, "0.0 s"),
        (59.94, "59.9 s"),
        (59.97, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3599.6, "1 h 00 min"),
        (7620, "2 h 07 min"),
    ],
)
def test_a_time_is_spelt_in_its_largest_units(seconds: float, text: str) -> None:
    """No time is spelt with sixty of anything."""
    assert duration(seconds) == text


def test_small_words() -> None:
    """Shares, means and counts."""
    assert (share(0.9721), share(None)) == ("97.2 %", "-")
    assert (mean(2500, 2), mean(1, 0)) == ("1,250", "-")
    assert (plural(1, "case"), plural(0, "case"), plural(1200, "case")) == (
        "1 case",
        "0 cases",
        "1,200 cases",
    )

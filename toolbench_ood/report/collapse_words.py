"""In words: where a model's messages are collapsed."""

from collections.abc import Iterator, Mapping

from toolbench_ood.report.words import whole_percent
from toolbench_ood.score.picture import FineState, Picture
from toolbench_ood.score.rate import Rate

_TOLD = 0.1
"""Shares whose interval begins above this are told."""


def collapse_words(pictures: Mapping[str, Picture]) -> Iterator[str]:
    """Name the formats in which a good part of the messages is collapsed."""
    found = {name: picture.states[FineState.COLLAPSED] for name, picture in pictures.items()}
    places = [_place(name, rate) for name, rate in found.items() if rate.low > _TOLD]
    if places:
        yield f"Collapsed messages, without a word beside delimiters: {', '.join(places)}."


def _place(name: str, rate: Rate) -> str:
    interval = f"[{100 * rate.low:.0f} to {100 * rate.high:.0f}]"
    return f"{whole_percent(rate)} {interval} of {rate.n:,} in {name}"

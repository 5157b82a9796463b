"""In words: where a model writes its own format though another one is asked for."""

from collections.abc import Iterator, Mapping, Sequence

from toolbench_ood.report.words import id_names
from toolbench_ood.score.picture import Picture


def foreign_words(pictures: Mapping[str, Picture], id_formats: Sequence[str]) -> Iterator[str]:
    """Count the messages of other formats that hold calls in the model's own."""
    found = {
        format_: sum(picture.foreign.get(own, 0) for own in id_formats)
        for format_, picture in pictures.items()
        if format_ not in id_formats
    }
    places = [
        f"{count:,} of {pictures[format_].messages:,} messages in {format_}"
        for format_, count in found.items()
        if count
    ]
    if places:
        yield (
            "Own format instead of the one asked for: "
            f"calls in {id_names(id_formats)} in {', '.join(places)}."
        )

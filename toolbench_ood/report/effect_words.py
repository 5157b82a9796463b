"""One effect in words: how the share of solved cases changes, and how much of it is structure."""

from collections.abc import Mapping, Sequence

from toolbench_ood.report.words import id_names, plural, points, whole_percent
from toolbench_ood.score.effect import Effect, EffectKind

CONTENTS: Mapping[EffectKind, str] = {
    "surface": "other surfaces",
    "words": "other words",
    "domain": "other domains",
}
"""The changes of content, nearest first."""

_WHERE = {
    "id": "on content seen in training",
    "ood": "on content not seen in training",
    "as_written": "on tasks as written",
    "shifted": "on shifted tasks",
}
_LARGE = 0.1
"""A drop from here on is called large."""


def is_telling(effect: Effect) -> bool:
    """Whether there are cases enough for any difference to be found."""
    return effect.solved.detectable < 1


def format_words(effect: Effect, id_formats: Sequence[str]) -> str:
    """Say what other formats do."""
    where = _WHERE[effect.content or "id"]
    return f"Format: outside {id_names(id_formats)}, {where}, {_change(effect)}."


def content_words(effect: Effect, id_formats: Sequence[str]) -> str:
    """Say what one change of content does."""
    where = id_names(id_formats) if effect.format == "id" else "all formats"
    return f"Content, {CONTENTS[effect.change]}: in {where}, {_change(effect)}."


def frame_words(effect: Effect) -> str:
    """Say what the model's own chat template does, compared with our frame around its calls."""
    return (
        f"Frame: native (the model's own chat template) instead of its format in our frame, "
        f"{_change(effect)}. The drop of formats is measured in our frame, so it is one of "
        "syntax."
    )


def _change(effect: Effect) -> str:
    """Say how the solved share changes, whether that is shown, and what of it is structure."""
    found = effect.solved
    rates = f"{whole_percent(effect.before)} to {whole_percent(effect.after)}, {_basis(effect)}"
    if not is_telling(effect):
        return f"nothing can be told ({rates})"
    if found.low <= 0 <= found.high:
        return (
            f"no change is shown: {points(found)} ({rates}; one below "
            f"{100 * found.detectable:.0f} points would probably be missed)"
        )
    said = f"{points(found)} ({rates})"
    if found.low > 0:
        return f"solved rises: {said}; cases lost with a broken message: {points(effect.broken)}"
    size = "large" if (found.difference or 0.0) <= -_LARGE else "small"
    return f"a {size} drop: {said}; {_structure(effect)}"


def _structure(effect: Effect) -> str:
    """Say how many points of a drop are cases with a broken message."""
    drop, broken = effect.solved.difference or 0.0, effect.broken.difference or 0.0
    if effect.broken.low <= 0:
        part = "none of it is shown to be structure"
    elif broken >= -drop:
        part = "all of it is structure"
    else:
        part = f"{100 * broken:.0f} of {-100 * drop:.0f} points are structure"
    return f"{part} (cases lost with a broken message: {points(effect.broken)})"


def _basis(effect: Effect) -> str:
    return "other tasks" if effect.change == "domain" else plural(effect.solved.pairs, "pair")

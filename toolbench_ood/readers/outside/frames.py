"""Texts that enclose a message beside the calls: neither prose nor a sign of a call."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from toolbench_ood.readers.outside.gaps import Gap
from toolbench_ood.readers.scan.passage import Passage


def content(passage: Passage, around: Sequence[Gap]) -> str:
    """Join the prose of the stretches around the calls, each stripped, by line feeds."""
    frames = passage.spec.prose.frames
    texts = [passage.text[gap.start : gap.end] for gap in around]
    if frames:
        texts = [part for text in texts for part in _any_of(frames).split(text)]
    return "\n".join(filter(None, map(str.strip, texts)))


def without_frames(passage: Passage, around: Sequence[Gap]) -> Passage:
    """Return the passage with blanks in place of every frame in the stretches around its calls.

    Offsets stay what they are.
    """
    if not passage.spec.prose.frames:
        return passage
    frame = _any_of(passage.spec.prose.frames)
    parts, position = list[str](), 0
    for gap in around:
        inside = frame.sub(
            lambda found: " " * len(found.group()), passage.text[gap.start : gap.end]
        )
        parts += (passage.text[position : gap.start], inside)
        position = gap.end
    return replace(passage, text="".join((*parts, passage.text[position:])))


@lru_cache(maxsize=64)
def _any_of(frames: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, frames)))

"""Two ways to damage a text: in its bytes, and in the words that a format's grammar is made of."""

from random import Random

from formats.strategies import MARKERS, SIGNS

from fuzz.samples import TOOLS, Sample, noise
from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.format.mutations.mutation import Rendering

_WHOLE_TEXT = frozenset(
    {
        "wrong_channel",
        "no_opener",
        "no_closer",
        "text_before",
        "allowed_text",
        "text_after",
        "fence",
        "fake_result",
        "misspelt_marker",
    }
)
"""The operators that work on any text, so that they can follow another one."""

_FOLLOWING = tuple(one for one in MUTATIONS if one.name in _WHOLE_TEXT)
_LOOKALIKES = tuple(zip("|_\"'<> ", "\uff5c\u2581\u201d\u2019\uff1c\uff1e\u00a0", strict=True))
"""Signs of delimiters, each with one that prints like it."""
_STRANGE = tuple(one for one in MARKERS if one != "-")
"""Delimiters that begin no legal value, as a minus sign before a number does."""
_MOST_EDITS = 4
_MOST_BYTES = 12
_GROWN = 24_000
"""Characters of a text in which one fragment is repeated."""


def damaged_bytes(text: str, rng: Random) -> str:
    """Change up to four places of the UTF-8 bytes; what decodes no more becomes what it may.

    Either U+FFFD, as a tokenizer's decoder writes it, or a lone surrogate.
    """
    body = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(rng.randint(1, _MOST_EDITS)):
        _edit(body, rng)
    return body.decode("utf-8", rng.choice(["replace", "replace", "surrogateescape"]))


def _edit(body: bytearray, rng: Random) -> None:
    start = rng.randint(0, len(body))
    end = min(len(body), start + rng.randint(1, _MOST_BYTES))
    kind = rng.randrange(6)
    if kind == 0:
        del body[start:end]
    elif kind == 1:
        body[start:start] = body[start:end]
    elif kind == 2:
        body[start:start] = rng.choice(SIGNS).encode("utf-8", "surrogatepass")
    elif kind == 3:
        body[start:end] = rng.randbytes(rng.randint(1, 3))
    elif kind == 4:
        del body[start:]
    elif start < end:
        body[start] ^= 1 << rng.randrange(8)


def damaged_words(sample: Sample, rng: Random) -> str:
    """Drop, double, swap, cut or misspell up to three of the words between the values."""
    texts = [piece.text for piece in sample.pieces]
    words = [at for at, piece in enumerate(sample.pieces) if not piece.data]
    for _ in range(rng.randint(1, 3)):
        at, other = rng.choice(words), rng.choice(words)
        kind = rng.randrange(7)
        if kind == 0:
            texts[at] = ""
        elif kind == 1:
            texts[at] *= 2
        elif kind == 2:
            texts[at], texts[other] = texts[other], texts[at]
        elif kind == 3:
            texts[at] = texts[at][: rng.randint(0, len(texts[at]))]
        elif kind == 4:
            texts[at] = texts[at].replace(*rng.choice(_LOOKALIKES))
        elif kind == 5:
            texts[at] = texts[at].swapcase()
        else:
            texts[at] += rng.choice(_STRANGE)
    return "".join(texts)


def planted(sample: Sample, rng: Random) -> str:
    """Plant one fault of the taxonomy and up to two more on top of it."""
    fmt, calls = sample.fmt, sample.calls
    text = rng.choice(MUTATIONS).apply(fmt, calls, TOOLS, rng) or sample.text
    for mutation in rng.sample(_FOLLOWING, k=rng.randint(0, 2)):
        text = mutation.operator(Rendering(fmt, calls, TOOLS, rng, text)) or text
    return text


def soup(rng: Random) -> str:
    """Return signs and markers in no order."""
    return noise(rng, 30)


def grown(text: str, rng: Random) -> str:
    """Repeat a fragment of the text many times, where slowness would show."""
    start = rng.randint(0, len(text))
    fragment = text[start : start + rng.randint(1, 30)] or rng.choice(SIGNS)
    return text[:start] + fragment * (_GROWN // len(fragment)) + text[start:]

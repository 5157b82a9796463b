"""Which text the fuzzer reads as its n-th input: the seed, the number and the library decide."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TypeAlias

from fuzz.damage import damaged_bytes, damaged_words, grown, planted, soup
from fuzz.samples import Sample, tame_sample, wild_sample
from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call

_POOL = 24


@dataclass(frozen=True, slots=True)
class Case:
    """One text to be read in one format."""

    fmt: Format
    kind: str
    text: str
    written: Sequence[Call] | None = None
    """The calls of which alone a trusted reading may hold, where that is known."""


Maker: TypeAlias = Callable[["Pool", Random], Case]


@dataclass(frozen=True)
class Pool:
    """The honest messages of one format, written once."""

    fmt: Format
    seed: int

    @cached_property
    def tame(self) -> Sequence[Sample]:
        """Messages in which nothing but the structure looks like structure."""
        rng = Random(f"{self.seed}/tame")
        return [tame_sample(self.fmt, rng) for _ in range(_POOL)]

    @cached_property
    def wild(self) -> Sequence[Sample]:
        """Messages full of what looks like structure."""
        rng = Random(f"{self.seed}/wild")
        return [wild_sample(self.fmt, rng) for _ in range(_POOL)]

    def any_text(self, rng: Random) -> str:
        """Return the text of some message."""
        return rng.choice(rng.choice([self.tame, self.wild])).text


def _in_bytes(pool: Pool, rng: Random) -> Case:
    return Case(pool.fmt, "bytes", damaged_bytes(pool.any_text(rng), rng))


def _in_words(pool: Pool, rng: Random) -> Case:
    sample = rng.choice(pool.tame)
    return Case(pool.fmt, "words", damaged_words(sample, rng), sample.calls)


def _planted(pool: Pool, rng: Random) -> Case:
    sample = rng.choice(pool.tame)
    return Case(pool.fmt, "planted", planted(sample, rng), sample.calls)


def _soup(pool: Pool, rng: Random) -> Case:
    return Case(pool.fmt, "soup", soup(rng))


def _soup_in_bytes(pool: Pool, rng: Random) -> Case:
    return Case(pool.fmt, "soup bytes", damaged_bytes(soup(rng), rng))


def _mixed(pool: Pool, rng: Random) -> Case:
    joined = [pool.any_text(rng), soup(rng), damaged_words(rng.choice(pool.wild), rng)]
    rng.shuffle(joined)
    return Case(pool.fmt, "mixed", "\n".join(joined))


def _grown(pool: Pool, rng: Random) -> Case:
    return Case(pool.fmt, "grown", grown(pool.any_text(rng), rng))


_MAKERS: Mapping[Maker, int] = {
    _in_bytes: 300,
    _in_words: 300,
    _planted: 80,
    _soup: 120,
    _soup_in_bytes: 100,
    _mixed: 99,
    _grown: 1,
}
"""How often each kind comes, among a thousand inputs."""


@dataclass(frozen=True)
class Cases:
    """All inputs of one seed, over the given formats in turn."""

    formats: Sequence[Format]
    seed: int

    @cached_property
    def _pools(self) -> Sequence[Pool]:
        return [Pool(fmt, self.seed) for fmt in self.formats]

    def __getitem__(self, number: int) -> Case:
        """Return the input of that number, the same every time."""
        rng = Random(f"{self.seed}/{number}")
        maker = rng.choices(list(_MAKERS), weights=list(_MAKERS.values()))[0]
        return maker(self._pools[number % len(self._pools)], rng)

r"""Rules for text that contains none of a set of stems, built from an Aho-Corasick automaton.

Source: A. V. Aho and M. J. Corasick, "Efficient string matching", CACM 18(6), 1975. A state is the
longest suffix of the text so far that is a prefix of a stem. A transition that would complete a
stem gets no rule.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from toolbench_ood.readers.ebnf.rules import Expr, Rules, alt, lit, none_of, seq


@dataclass(frozen=True)
class Without:
    """The automaton over the proper prefixes of the stems."""

    stems: Sequence[str]
    _steps: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every proper prefix of a stem that contains no stem itself, the empty one first."""
        begun = {stem[:cut] for stem in self.stems for cut in range(len(stem))}
        return tuple(sorted(state for state in begun if not self.holds(state)))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.states)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The characters of the stems."""
        return frozenset("".join(self.stems))

    def holds(self, text: str) -> bool:
        """Whether the text contains a stem."""
        return any(stem in text for stem in self.stems)

    def step(self, state: str, sign: str) -> str | None:
        """Return the state after one more character; None if it completes a stem."""
        if (state, sign) not in self._steps:
            self._steps[state, sign] = self._step(state + sign)
        return self._steps[state, sign]

    def _step(self, text: str) -> str | None:
        if self.holds(text):
            return None
        ends = (text[cut:] for cut in range(len(text) + 1))
        return next(end for end in ends if end in self._known)

    def walk(self, state: str, text: str) -> str | None:
        """Return the state after a text; None if a stem is completed on the way."""
        for sign in text:
            following = self.step(state, sign)
            if following is None:
                return None
            state = following
        return state

    def closes(self, state: str, close: str) -> bool:
        """Whether the first stem found from that state on begins exactly at the start of ``close``.

        ``close`` begins with a stem. A stem that begins earlier and ends inside ``close`` would be
        found first.
        """
        text = state + close
        return all(text.find(stem, 0, len(state) + len(stem) - 1) < 0 for stem in self.stems)

    def rules(
        self,
        rules: Rules,
        hint: str,
        ends: Callable[[str, Mapping[str, Expr]], Iterable[Expr]],
        *,
        apart: Iterable[str] = (),
        words: Sequence[str] = (),
    ) -> Expr:
        """Create the rules for such text and return the first.

        Args:
            rules: receives the rules.
            hint: prefix of their names.
            ends: returns the other possible continuations, given the state and the rule of each
                state.
            apart: characters that may occur only inside ``words``.
            words: multi-character texts that count as one unit, such as escapes.
        """
        named = dict(zip(self.states, rules.reserve(hint, len(self.states)), strict=True))
        for state, name in named.items():
            options = [*self._signs(state, frozenset(apart), named)]
            options += self._words(state, words, named)
            options += ends(state, named)
            rules.define(name, " | ".join(options))
        return named[""]

    def _words(self, state: str, words: Sequence[str], named: Mapping[str, str]) -> Iterable[Expr]:
        targets = {word: self.walk(state, word) for word in words}
        for target in dict.fromkeys(to for to in targets.values() if to is not None):
            alike = alt(lit(word) for word in words if targets[word] == target)
            yield seq(alike, named[target])

    def _signs(self, state: str, apart: frozenset[str], named: Mapping[str, str]) -> Iterable[Expr]:
        """Yield the transitions by one character: those to non-empty states, then all others."""
        steps = {sign: self.step(state, sign) for sign in sorted(self.signs - apart)}
        leading = {sign: to for sign, to in steps.items() if to != ""}
        yield seq(none_of(apart | leading.keys()), named[""]) if apart or leading else ""
        for sign, to in leading.items():
            if to is not None:
                yield seq(lit(sign), named[to])

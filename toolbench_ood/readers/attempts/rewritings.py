"""The ways of writing a call outside the format that have exactly one rewriting."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from toolbench_ood.readers.literals.tolerant import tolerate
from toolbench_ood.readers.text.fault import Repair, Repairs
from toolbench_ood.readers.text.scanner import skip_space

_ESCAPED = re.compile(r"(?<!\\)\\(?=[_*\[\](){}<>#+.!~|=:-])")
_IN_QUOTES = re.compile(r"\[\s*[\"']|\\[\"nu]")
_JSON_ESCAPE = re.compile(r"\\(?:([nrt\"'/\\])|(?:u[0-9a-fA-F]{4}\\)*u[0-9a-fA-F]{4})")
_ENTITIES = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#34;": '"',
    "&#x22;": '"',
    "&amp;": "&",
    "&apos;": "'",
    "&#39;": "'",
    "&#x27;": "'",
}
_ENTITY = re.compile("|".join(map(re.escape, _ENTITIES)))
_MEANT = {"n": "\n", "r": "\r", "t": "\t"}

Undo: TypeAlias = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A text with all of its escapes undone."""

    kind: str
    before: str
    text: str
    start: int
    """Where in the text the rewriting begins."""
    escape: re.Pattern[str]
    undo: Undo

    @property
    def repairs(self) -> Repairs:
        """The edits that make the text of the one before."""
        return tuple(Repair(*match.span(), self.undo(match)) for match in self._escapes())

    def original(self, offset: int) -> int:
        """Return where an offset of the rewritten text stands in the one before."""
        for match in self._escapes():
            if offset < match.start():
                break
            offset += match.end() - match.start() - len(self.undo(match))
        return min(offset, len(self.before) - 1)

    def _escapes(self) -> Iterator[re.Match[str]]:
        return self.escape.finditer(self.before, self.start)


def rewritings(text: str, start: int) -> Iterator[Rewriting]:
    """Yield the text without Markdown's escapes, without HTML's and without those of a string.

    Each only where the text has such escapes.
    """
    kinds: tuple[tuple[str, str, re.Pattern[str], Undo], ...] = (
        ("escaped", "\\", _ESCAPED, lambda _: ""),
        ("entities", "&", _ENTITY, lambda match: _ENTITIES[match.group()]),
        ("quoted", "\\", _JSON_ESCAPE, _unescaped),
    )
    for kind, sign, escape, undo in kinds:
        if text.find(sign, start) < 0:
            continue
        if kind == "quoted" and not _IN_QUOTES.search(text, start):
            continue
        if escape.search(text, start):
            rewritten = text[:start] + escape.sub(undo, text[start:])
            yield Rewriting(kind, text, rewritten, start, escape, undo)


def unquoted(text: str, start: int) -> Repairs:
    """Return the edit that makes a list of strings a list of what they hold, if it is one."""
    begin = skip_space(text, start)
    if text[begin : begin + 1] != "[":
        return ()
    read = tolerate(text, begin, len(text), "python")
    items = read.value if read.complete else None
    if not isinstance(items, list) or text[read.end :].strip():
        return ()
    if not all(isinstance(item, str) for item in items):
        return ()
    return (Repair(begin, read.end, f"[{', '.join(map(str, items))}]"),)


def _unescaped(match: re.Match[str]) -> str:
    """Return what a JSON escape stands for; half of a surrogate pair stays as it is."""
    sign = match.group(1)
    if sign:
        return _MEANT.get(sign, sign)
    told = str(json.loads(f'"{match.group()}"'))
    return told if told.isprintable() else match.group()

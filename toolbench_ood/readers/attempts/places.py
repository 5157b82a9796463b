"""The places in which a declared name is called, in whatever syntax."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from toolbench_ood.readers.attempts.lines import action, command
from toolbench_ood.readers.attempts.openers import Openers
from toolbench_ood.readers.attempts.site import Site
from toolbench_ood.readers.attempts.values import (
    ASSIGN,
    describes,
    hold_values,
    in_bracket,
    is_value,
    within,
)
from toolbench_ood.readers.scan.shapes import ARGUMENT_ALIASES, NAME_ALIASES

_QUOTES = "\"'`\\\\*"
_NAMES = "|".join(
    sorted(
        NAME_ALIASES
        | {"func", "fn", "tool_call", "call", "command", "recipient", "recipient_name"}
        | {"api", "api_name", "operation", "op", "do", "to", "invoke", "plugin"},
        key=len,
        reverse=True,
    )
)
_INPUTS = ARGUMENT_ALIASES | {"action_input", "arg", "in", "with"}
_BRACKET = re.compile(rf"[{_QUOTES}]{{0,4}}([ \t]{{0,2}})\\?([(\[{{<])\s*")
_BELOW = re.compile(rf"[{_QUOTES}]{{0,4}}:?[ \t]*\n\s*(?:```\w*\s*)?\{{\s*(?=[\"'])")
_NAME_KEY = re.compile(
    rf"(?:^|[^\w])(?:{_NAMES})(?:[ _](?:name|call|use|to[ _](?:call|use)))?"
    rf"[{_QUOTES}]*\s*(?::|=>|=|->|\u2192)[{_QUOTES}<\[\s]*\Z",
    re.IGNORECASE,
)
_KEYED = re.compile(rf"\b([^\W\d]\w*+)[{_QUOTES}]*\s*{ASSIGN}")
_INPUT_TAG = re.compile(
    rf"(?:<(?:{'|'.join(sorted(_INPUTS))})\b[^<>]*>"
    r"|\[(?:\[[^\[\]\n]{0,30})?(?:args|arguments|parameters|params|inputs?)\b[^\[\]\n]*\]\]?)"
    r"\s*[^\s<\[]",
    re.IGNORECASE,
)
_KEY_OF = re.compile(r"[\"'`\\]*\s*(?::|=>|=)\s*\{\s*(?=[\"'\w\\])")
_KEY_CUT = re.compile(r"[\"'\\]+\s*(?::\s*(?:\{\s*[\"'\\]*\w*)?)?")
_OPENS_OBJECT = re.compile(r"[\[{,(]\s*[\"'`\\]*\Z")
_ITEM = re.compile(r"[\[(]\s*[\"'`\\]+\Z")
_THEN_OBJECT = re.compile(r"[\"'`\\]+\s*,\s*[\[{]")
_LISP = re.compile(r"\s+(?::[\w-]+\s+[\"'\d(\[{]|[\"'][^\"'\n]*[\"']\s*\))")
_TAG_NAME = re.compile(r"<(?:[\w:|.-]+[\s|]+|[^<>\n]{0,60}=\s*[\"'\\]*)\Z")
_TAG_CONTENT = re.compile(
    r"[<\[](?:[^<>\[\]]{0,20}(?:tool|function|name|invoke|call|action|plugin)[^<>\[\]]{0,30})[>\]]"
    r"[>\]]*\s*[\"'`]*\Z",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"[\"'\\]*\s*/?[>|]")
_IN_ADDRESS = re.compile(r"://\S*\Z")
_PIPED = re.compile(r"[}\])]\s*[\"'`]?\s*(?:\|>|->|=>|>>|\|)\s*\Z")
_TOKEN = re.compile(r"[<>]|[^\W_]\w*|_\w*")
_FILL = re.compile(
    r"(?:(?:tool|call|arg|args|argument|arguments|argval|argstr|param|parameter|parameters|input"
    r"|inputs|key|value|val|json|name|begin|start|sep|with|action|index|id|type|string|number"
    r"|\d)_?)+\Z",
    re.IGNORECASE,
)
_SIGNS = frozenset("<>{}[]()|=?\"'\\@#&~%")
_ASSIGNS = re.compile(
    r"[\"'`\\]*\s*(?:[=<{]|\|[ \t]*(?=[\"'\d\[{-])|>(?!=)|\}\s*\{|:=|"
    r":\s*(?=[\"'\d\[{A-Z-])|-(?=[\"'\d\[{A-Za-z]))"
    r"|\s+(?=[\"'\d\[{])"
)
_GLUED, _GLUED_WORD = re.compile(r"=[\"'\d]"), re.compile(r"=[\"'\w]")
_CUT = re.compile(r"[\W_]*\w{0,30}[\W_]*\Z")
_FENCE = re.compile(r"```\w*")
_OPENS, _CLOSED = re.compile(r"[{(\[<]"), re.compile(r"[}\])]")
_OPENS_INSIDE = re.compile(r"[>|]\s*[{<\[]")
_CALLING_TAG = re.compile("call|invoke", re.IGNORECASE)
_BEGINS = re.compile(r"\s*(?:[^\w\s.;]|\n|\Z)")
_NAME_SIGNS, _OBJECT_SIGNS = frozenset(":=>\u2192"), frozenset("[{,(")
_TAG_ENDS, _PIPE_SIGNS, _OPEN_SIGNS = frozenset(">]"), frozenset(">|"), frozenset("<({[|?")
_ITEM_QUOTES = frozenset("\"'`\\")
_STRING_QUOTES, _OPENING = frozenset("\"'"), frozenset("{[(")
_EMPTY = re.compile(r"[\"'`\\]*\s*(?:\(\s*\)|\{\s*\}|\}|/?>)")
_SPREAD = 16
"""Words that may stand between a name and its first parameter, all of them syntax."""


def bracket(site: Site) -> bool:
    """``f(city="Rome")``, ``f[Rome]``, ``f{"city": …}``; or arguments on the line below."""
    if site.is_method:
        return False
    if opened := _BRACKET.match(site.right):
        inner, adjacent = site.right[opened.end() :], not opened.group(1)
        return in_bracket(site, inner, opened.group(2), adjacent=adjacent)
    below = _BELOW.match(site.right)
    return below is not None and in_bracket(site, site.right[below.end() :], "{", adjacent=True)


def name_key(site: Site) -> bool:
    """The value of a name key, with arguments beside it: ``{tool => "f", args => …``."""
    if site.sign not in _NAME_SIGNS or not _NAME_KEY.search(site.left[-60:]):
        return False
    return _has_arguments(site)


def key(site: Site) -> bool:
    """The key of its arguments: ``{"f": {"city": …}}``."""
    if site.sign not in _OBJECT_SIGNS:
        return False
    if site.cut and site.left[-1:] in _STRING_QUOTES and _KEY_CUT.fullmatch(site.right):
        return site.left[:-1].rstrip()[-1:] == "{"
    opened = _KEY_OF.match(site.right)
    if not opened or not _OPENS_OBJECT.search(site.left[-20:]):
        return False
    inner = site.right[opened.end() :]
    return in_bracket(site, inner, "{", adjacent=True)


def item(site: Site) -> bool:
    """The first item of a list before an object, or of a list as in Lisp."""
    if site.left[-1:] in _ITEM_QUOTES:
        first = _ITEM.search(site.left[-20:]) and _THEN_OBJECT.match(site.right)
        return first is not None and not describes(site, site.right)
    return site.left.rstrip()[-1:] == "(" and _LISP.match(site.right) is not None


def tag(site: Site) -> bool:
    """A tag, an attribute of one, or the content of a tag or field for names."""
    left = site.left[-80:]
    if "<" in left and (left[-1:] == "<" or _TAG_NAME.search(left)):
        return bool(_CLOSES.match(site.right) or "=" in site.right[:40]) and _is_filled(site)
    if left.rstrip("\"'` \t\n")[-1:] not in _TAG_ENDS or not _TAG_CONTENT.search(left):
        return False
    if _CALLING_TAG.search(left.rsplit("<", 1)[-1]) and site.right.lstrip().startswith("</"):
        return True
    return site.right.lstrip()[:1] in ("<", "[", "") and _has_arguments(site)


def piped(site: Site) -> bool:
    """After its arguments: ``{"city": "Rome"} |> f``."""
    follows = site.sign in _PIPE_SIGNS and _PIPED.search(site.left[-20:])
    return bool(follows) and hold_values(site, site.left)


def spread(site: Site) -> bool:
    """Before one of its parameters, with nothing but syntax between them: ``f?city=Rome``."""
    if not site.cut and not any(map(site.right.__contains__, site.parameters)):
        return False
    seen, inside, at = False, False, 0
    for number, match in enumerate(_TOKEN.finditer(site.right)):
        word = match.group()
        if number == _SPREAD or "\n\n" in site.right[at : match.start()]:
            return False
        between = site.right[at : match.start()]
        seen = seen or between.endswith(("--", " :")) or not _SIGNS.isdisjoint(between)
        at = match.end()
        if word in "<>":
            inside, seen = word == "<", True
        elif word in site.parameters:
            option = between.endswith("--") and site.right[at : at + 1] == " "
            seen = seen or (not number and _is_glued(site, at))
            return seen and (option or _is_assigned(site, word, at, inside=inside))
        elif not inside and not _FILL.match(word):
            return seen and _begins_one(site, word, at)
    return seen and site.cut and site.right.lstrip()[:1] in _OPEN_SIGNS and _is_open(site.right)


def alone(site: Site) -> bool:
    """An empty call, where nothing else stands in the message: ``[f()]``, ``{"name": "f"}``."""
    if not site.cut or site.start > len(site.left) + len(site.prefix):
        return False
    before, after = _NAME_KEY.sub("", _FENCE.sub("", site.left)), _FENCE.sub("", site.right)
    empty = _EMPTY.match(after) is not None
    return empty and not any(map(str.isalnum, before + after.replace(f"</{site.name}>", "")))


PLACES: Sequence[tuple[str, Callable[[Site], bool]]] = (
    ("bracket", bracket),
    ("name key", name_key),
    ("action", action),
    ("command", command),
    ("key", key),
    ("item", item),
    ("tag", tag),
    ("piped", piped),
    ("parameter", spread),
    ("alone", alone),
)
"""What each place is called in a finding, and how it is told."""

Place: TypeAlias = str


def place_of(site: Site, openers: Openers) -> Place | None:
    """Return the place in which a name is called; None where it is only mentioned.

    Args:
        site: the name.
        openers: what begins a call in the formats.
    """
    near = site.left[-80:] + site.prefix
    if "://" in near and _IN_ADDRESS.search(near):
        return None
    for place, holds in PLACES:
        if holds(site):
            return place
    before = site.left.rstrip()
    if openers.end(before) or (site.prefix and openers.end(before + site.prefix)):
        return "opener" if not site.is_word or _BEGINS.match(site.right) else None
    return None


def _has_arguments(site: Site) -> bool:
    """Whether arguments stand beside a name: their key, a parameter, or the end of the text."""
    if describes(site, site.right):
        return False
    if site.cut and _CUT.match(site.right) and _is_open(site.right) and _is_opened(site.left):
        return True
    if site.text.holds(_INPUT_TAG) and _INPUT_TAG.search(site.right):
        return True
    for text in (site.right, site.left):
        for match in _keyed(text):
            if match.group(1).casefold() in _INPUTS:
                return _are_passed(site, text[match.end() :].lstrip())
    keys = [match.group(1) for match in _keyed(site.right)]
    return bool(keys) and site.declares(keys) and hold_values(site, within(site.right))


def _keyed(text: str) -> Iterable[re.Match[str]]:
    """Return the words of a text to which something is assigned."""
    return _KEYED.finditer(text) if "=" in text or ":" in text else ()


def _is_opened(left: str) -> bool:
    """Whether a quote or a bracket stands before a name."""
    return left[-1:] in _STRING_QUOTES or _OPENS.search(left[-60:]) is not None


def _is_open(text: str) -> bool:
    """Whether no bracket is closed in a text."""
    return _CLOSED.search(text) is None


def _are_passed(site: Site, rest: str) -> bool:
    """Whether what follows the key of the arguments is no declaration of them."""
    if site.cut and _is_open(site.right):
        return True
    bare = rest.lstrip("\"'\\*- \t\n")
    if bare[:1] in _OPENING:
        inner = within(bare[1:])
        return hold_values(site, inner) or not re.search(ASSIGN, inner)
    word = re.match(r"\w*", bare)
    if word and word.group() in site.parameters:
        return hold_values(site, bare)
    return bool(bare.strip()) and is_value(rest, "")


def _is_filled(site: Site) -> bool:
    """Whether something stands in a tag that has the name."""
    if describes(site, site.right):
        return False
    if (site.cut and _CUT.match(site.right)) or f"</{site.name}>" in site.right[2:]:
        return True
    opens = site.text.holds(_OPENS_INSIDE) and _OPENS_INSIDE.search(site.right)
    return bool(opens) or _has_arguments(site)


def _is_assigned(site: Site, word: str, at: int, *, inside: bool) -> bool:
    """Whether a parameter has a value."""
    before = site.right[: at - len(word)].rstrip("\"'\\")
    if before[-1:] == "=" or (inside and len(before) < at - len(word)):
        return not describes(site, site.right)
    assigned = _ASSIGNS.match(site.right, at)
    if not assigned:
        return site.cut and not site.right[at:].strip("\"'`\\ :=><-")
    return is_value(site.right[assigned.end() :].lstrip(), word) and not describes(site, site.right)


def _is_glued(site: Site, at: int) -> bool:
    """Whether a value stands right behind ``=``: any, where the name begins its line."""
    glued = _GLUED if site.line.strip() else _GLUED_WORD
    return glued.match(site.right, at) is not None


def _begins_one(site: Site, word: str, at: int) -> bool:
    """Whether the text ends within the name of a parameter."""
    ends = site.cut and at == len(site.right)
    return ends and any(name.startswith(word) for name in site.parameters)

"""The places in which a declared name is called, in whatever syntax."""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

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
    rf"(?:^|[^\w])(?:{_NAMES})[{_QUOTES}]*\s*(?::|=>|=|->|\u2192)\s*[{_QUOTES}<\[]*\s*\Z",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"(?:^|\n)[\s>*_#-]*action[*_]*[ \t]*\d*[ \t]*:[*_]*\s*[\"'`*<\[]*\Z", re.IGNORECASE
)
_ENDS_LINE = re.compile(rf"[{_QUOTES}>\]_.]*[ \t]*(?:\n|\Z)")
_KEYED = re.compile(rf"\b([^\W\d]\w*+)[{_QUOTES}]*\s*{ASSIGN}")
_INPUT_TAG = re.compile(rf"<(?:{'|'.join(sorted(_INPUTS))})\b[^<>]*>\s*[^\s<]", re.IGNORECASE)
_KEY_OF = re.compile(r"[\"'`\\]*\s*(?::|=>|=)\s*\{\s*(?=[\"'\w\\])")
_KEY_CUT = re.compile(r"[\"'\\]+\s*(?::\s*(?:\{\s*[\"'\\]*\w*)?)?")
_OPENS_OBJECT = re.compile(r"[\[{,(]\s*[\"'`\\]*\Z")
_ITEM = re.compile(r"[\[(]\s*[\"'`\\]+\Z")
_THEN_OBJECT = re.compile(r"[\"'`\\]+\s*,\s*[\[{]")
_LISP = re.compile(r"\s+(?::[\w-]+\s+[\"'\d(\[{]|[\"'][^\"'\n]*[\"']\s*\))")
_TAG_NAME = re.compile(r"<(?:[\w:|.-]+[\s|]+|[^<>\n]{0,60}=\s*[\"'\\]*)\Z")
_TAG_CONTENT = re.compile(
    r"[<\[](?:[^<>\[\]]{0,20}(?:tool|function|name|invoke|call|action|plugin)[^<>\[\]]{0,30})[>\]]"
    r"\s*[\"'`]*\Z",
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
_GLUED = re.compile(r"=[\"'\d]")
_CUT = re.compile(r"[\W_]*\w{0,30}[\W_]*\Z")
_FENCE = re.compile(r"```\w*")
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
    if site.sign not in tuple(":=>\u2192") or not _NAME_KEY.search(site.left[-60:]):
        return False
    return _has_arguments(site)


def action(site: Site) -> bool:
    """What ``Action:`` names, on its line or on the next."""
    named = site.sign == ":" and _ACTION.search(site.left[-60:])
    return bool(named and _ENDS_LINE.match(site.right))


def key(site: Site) -> bool:
    """The key of its arguments: ``{"f": {"city": …}}``."""
    if site.sign not in tuple("[{,("):
        return False
    if site.cut and site.left[-1:] in tuple("\"'") and _KEY_CUT.fullmatch(site.right):
        return site.left[:-1].rstrip()[-1:] == "{"
    opened = _KEY_OF.match(site.right)
    if not opened or not _OPENS_OBJECT.search(site.left[-20:]):
        return False
    inner = site.right[opened.end() :]
    return in_bracket(site, inner, "{", adjacent=True)


def item(site: Site) -> bool:
    """The first item of a list before an object, or of a list as in Lisp."""
    if _ITEM.search(site.left[-20:]) and _THEN_OBJECT.match(site.right):
        return not describes(site, site.right)
    return site.left.rstrip()[-1:] == "(" and _LISP.match(site.right) is not None


def tag(site: Site) -> bool:
    """A tag, an attribute of one, or the content of a tag for names."""
    left = site.left[-80:]
    if "<" in left and (left[-1:] == "<" or _TAG_NAME.search(left)):
        return bool(_CLOSES.match(site.right) or "=" in site.right[:40]) and _is_filled(site)
    if left.rstrip("\"'` \t\n")[-1:] not in tuple(">]") or not _TAG_CONTENT.search(left):
        return False
    calls = re.search(r"call|invoke", left.rsplit("<", 1)[-1], re.IGNORECASE)
    ends = re.match(r"\s*</", site.right) is not None
    return (bool(calls) and ends) or (site.right.lstrip()[:1] in ("<", "") and _has_arguments(site))


def piped(site: Site) -> bool:
    """After its arguments: ``{"city": "Rome"} |> f``."""
    follows = site.sign in tuple(">|") and _PIPED.search(site.left[-20:])
    return bool(follows) and hold_values(site, site.left)


def spread(site: Site) -> bool:
    """Before one of its parameters, with nothing but syntax between them: ``f?city=Rome``."""
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
            seen = seen or (not number and _GLUED.match(site.right, at) is not None)
            return seen and (option or _is_assigned(site, word, at, inside=inside))
        elif not inside and not _FILL.match(word):
            return seen and _begins_one(site, word, at)
    open_ = site.right.lstrip()[:1] in tuple("<({[|?") and not re.search(r"[)\]}]", site.right)
    return seen and site.cut and open_


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
    ("key", key),
    ("item", item),
    ("tag", tag),
    ("piped", piped),
    ("parameter", spread),
    ("alone", alone),
)
"""What each place is called in a finding, and how it is told."""

Place: TypeAlias = str


def place_of(site: Site, openers: tuple[str, ...]) -> Place | None:
    """Return the place in which a name is called; None where it is only mentioned.

    Args:
        site: the name.
        openers: what begins a call in some format.
    """
    if _IN_ADDRESS.search(site.left[-80:] + site.prefix):
        return None
    for place, holds in PLACES:
        if holds(site):
            return place
    before = site.left.rstrip()
    if openers and (before.endswith(openers) or (before + site.prefix).endswith(openers)):
        begins = re.match(r"\s*(?:[^\w\s.;]|\n|\Z)", site.right) is not None
        return "opener" if begins or not site.is_word else None
    return None


def _has_arguments(site: Site) -> bool:
    """Whether arguments stand beside a name: their key, a parameter, or the end of the text."""
    if describes(site, site.right):
        return False
    opened = site.left[-1:] in tuple("\"'") or re.search(r"[{(\[<]", site.left[-60:])
    if opened and site.cut and _CUT.match(site.right) and not re.search(r"[}\])]", site.right):
        return True
    if _INPUT_TAG.search(site.right):
        return True
    for text in (site.right, site.left):
        for match in _KEYED.finditer(text):
            if match.group(1).casefold() in _INPUTS:
                return _are_passed(site, text[match.end() :].lstrip())
    keys = _KEYED.findall(site.right)
    return bool(keys) and site.declares(keys) and hold_values(site, within(site.right))


def _are_passed(site: Site, rest: str) -> bool:
    """Whether what follows the key of the arguments is no declaration of them."""
    if site.cut and not re.search(r"[}\])]", site.right):
        return True
    bare = rest.lstrip("\"'\\")
    if bare[:1] in tuple("{[("):
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
    cut = site.cut and _CUT.match(site.right) is not None
    closed = f"</{site.name}>" in site.right[2:]
    return cut or closed or bool(re.search(r"[>|]\s*[{<\[]", site.right)) or _has_arguments(site)


def _is_assigned(site: Site, word: str, at: int, *, inside: bool) -> bool:
    """Whether a parameter has a value."""
    before = site.right[: at - len(word)].rstrip("\"'\\")
    if before[-1:] == "=" or (inside and len(before) < at - len(word)):
        return not describes(site, site.right)
    assigned = _ASSIGNS.match(site.right, at)
    if not assigned:
        return site.cut and not site.right[at:].strip("\"'`\\ :=><-")
    return is_value(site.right[assigned.end() :].lstrip(), word) and not describes(site, site.right)


def _begins_one(site: Site, word: str, at: int) -> bool:
    """Whether the text ends within the name of a parameter."""
    ends = site.cut and at == len(site.right)
    return ends and any(name.startswith(word) for name in site.parameters)

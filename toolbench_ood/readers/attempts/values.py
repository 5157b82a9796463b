"""What stands where a call has its arguments: values of a request, or what only describes them."""

import re

from toolbench_ood.readers.attempts.site import Site, speaks_of_schemas

ASSIGN = "(?::=|=>|=(?!=)|:(?![:/]))"
"""Signs between a key and its value."""
MOST_PAIRS = 6
"""Pairs of which one must hold a value."""

_KEY = re.compile(r"(?<!\w)([^\W\d][\w.-]*+)[\"'`\\*]*[ \t]*" + ASSIGN + r"[ \t]*")
_FIRST_KEY = re.compile(r"[\[{(<\\\"'`*|\s]*" + _KEY.pattern)
_TYPES = (
    "str|string|text|int|integer|long|float|double|number|bool|boolean|char|array|list|tuple|dict"
    "|object|any|optional|union|sequence"
)
_NESTED = re.compile(r"[\"']?\{\s*[\\\"'\w]")
"""An object that is not empty: what it holds is looked at instead."""
_TYPE = re.compile(
    rf"[\"'<]?(?:{_TYPES})\b(?:\[[^\]\n]*\])?[\"'>]?[ \t]*(?=[,)\]}}=|;?/]|\Z)", re.IGNORECASE
)
_BARE_TYPE = re.compile(rf"(?:{_TYPES})\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"[\"'`]?(?:\.\.\.|\u2026|\?|<[^<>|/=\n]{1,40}>\s*[\"'`]?\s*(?:[,)\]}]|\Z)"
    r"|\{\{?[\w .-]{1,40}\}|\[[A-Za-z_ ]{2,40}\]|(?:your|insert|enter)_"
    r"|(?:value|placeholder|x{3,})\d*[\"'`]?\s*[,)\]}])|(?:your|the|some)\s",
    re.IGNORECASE,
)
_SCHEMA = re.compile(
    rf"[\"']properties[\"']\s*:|[\"'](type)[\"']\s*:\s*[\"'](?:{_TYPES})[\"']"
    r"|\b(description)[\"']?\s*[:=]|<(description)>",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[()\[\]{}]")
_LITERAL = re.compile(r"[\"'`]\S|-?\d|\{\s*[\"'\w]|\[|(?:true|false|none|null)\b", re.IGNORECASE)
_IDENTIFIERS = re.compile(r"\s*[\w.]+\s*(?:,\s*[\w.]+\s*)*\Z")
_EXPRESSION = re.compile(r"new\s|[\w.]+\s*[(\[{,.]")
_CUT = re.compile(r"[\"'`\\{(\[]*\w{0,30}")
_ENDS = re.compile(r"[)\]>\n]")
_BEGINS_VALUE = re.compile(r"[\"'\d\[{-]")
_AFTER_VALUES, _STRING_QUOTES = frozenset(")]},;"), frozenset("\"'")
_QUOTED = re.compile(r"[\"'][^\"'\n]+[\"']")
_STATEMENT = re.compile(
    r"[\s\[>*-]*(?:(?:const|let|var|final|auto|[\w<>\[\].]+)[ \t]+)?(?:[\w.]+[ \t]*:?=[ \t]*)?"
    r"(?:(?:await|return|yield)[ \t]+)?(?:[\w.]+\()?[ \t]*\Z"
)
_GENERAL = re.compile(
    "query|entity|keywords?|answer|input|topic|question|name|value|argument|arguments|args"
    "|parameters?|params|text|something",
    re.IGNORECASE,
)


def describes(site: Site, text: str) -> bool:
    """Whether a text declares the tool, as a schema does, instead of passing values to it."""
    if not site.text.speaks_of_schemas or not speaks_of_schemas(text):
        return False
    found = (match.group(1) or match.group(2) or match.group(3) for match in _SCHEMA.finditer(text))
    return any(word is None or word.casefold() not in site.parameters for word in found)


def within(inner: str) -> str:
    """Return what stands before the bracket that closes the one before the text."""
    depth = 0
    for match in _BRACKETS.finditer(inner):
        depth += 1 if match.group() in "([{" else -1
        if depth < 0:
            return inner[: match.start()]
    return inner


def hold_values(site: Site, text: str) -> bool:
    """Whether one of the first pairs of key and value has a value of its own."""
    for number, match in enumerate(_KEY.finditer(text)):
        if number == MOST_PAIRS:
            break
        key, rest = match.group(1), text[match.end() :]
        default = _BARE_TYPE.fullmatch(key) and text[: match.start()].rstrip()[-1:] == ":"
        if default or _NESTED.match(rest):
            continue
        if is_value(rest, key) or (_is_again(rest, key) and site.assigns(key)):
            return True
    return False


def is_value(rest: str, key: str) -> bool:
    """Whether what begins here is no type, no placeholder and not the key again."""
    if _is_again(rest, key) or rest[:1] in _AFTER_VALUES:
        return False
    return not _TYPE.match(rest) and not _PLACEHOLDER.match(rest)


def _is_again(rest: str, key: str) -> bool:
    """Whether the key stands in the place of its value."""
    bare = rest.lstrip("\"'`")
    return bool(key) and bare.startswith(key) and not bare[len(key) : len(key) + 1].isalnum()


def in_bracket(site: Site, inner: str, bracket: str, *, adjacent: bool) -> bool:
    """Whether arguments stand after a bracket that follows a name.

    Args:
        site: the name.
        inner: what stands after the bracket, without white space before it.
        bracket: the bracket.
        adjacent: whether nothing stands between name and bracket.
    """
    if site.cut and _CUT.fullmatch(inner):
        return bool(inner) or adjacent
    if not inner or inner[0] in ")]}>" or describes(site, inner):
        return False
    pair = _FIRST_KEY.match(inner)
    if pair and not inner.startswith(("http:", "https:")):
        return _pair(site, inner, pair, bracket, adjacent=adjacent)
    ends = _ENDS.search(inner)
    content = (inner[: ends.start()] if ends else inner).strip()
    if bracket == "{" or (bracket == "[" and _cites(site, content)):
        return False
    if _LITERAL.match(inner):
        return (adjacent or not site.is_word) and _is_new(site, content.strip("\"'`"), inner)
    return adjacent and _bare(site, content, bracket)


def _cites(site: Site, content: str) -> bool:
    """Whether a number in brackets after a word of a sentence points to a source."""
    return content.isdigit() and site.is_word and site.line.rstrip()[-1:].isalpha()


def _pair(site: Site, inner: str, pair: re.Match[str], bracket: str, *, adjacent: bool) -> bool:
    key, value = pair.group(1), inner[pair.end() :]
    known = key in site.parameters
    quoted = _BEGINS_VALUE.match(value) is not None
    if bracket == "{" or (site.is_word and not adjacent):
        fits = site.declares([key]) or (not site.is_word and inner[:1] in _STRING_QUOTES)
    elif ":" in inner[pair.end(1) : pair.end()] and inner[:1] != "{":
        fits = known or quoted
    else:
        fits = known or adjacent or quoted
    return fits and hold_values(site, within(inner))


def _is_new(site: Site, word: str, inner: str) -> bool:
    """Whether a literal is more than the name of a parameter or what stands for a value."""
    return word not in site.parameters and not _PLACEHOLDER.match(inner)


def _bare(site: Site, content: str, bracket: str) -> bool:
    """Whether words without quotes right after a bracket are values."""
    words = [word.strip() for word in content.split(",")]
    general = all(word in site.parameters or _GENERAL.fullmatch(word) for word in words)
    given = any(map(site.assigns, words))
    if given:
        return True
    if general or words[0] in site.parameters or bracket == "<" or content[:1] == "^":
        return False
    if _PLACEHOLDER.match(f"{content}]") or _BARE_TYPE.match(content):
        return False
    if bracket == "[" or not content[:1].isalpha():
        return True
    stands_alone = _STATEMENT.match(site.line) is not None
    if _IDENTIFIERS.match(content):
        told = any(word[:1].isupper() or any(map(str.isdigit, word)) for word in words)
        return stands_alone or (told and not site.is_word)
    return _EXPRESSION.match(content) is not None and bool(stands_alone or _QUOTED.search(content))

"""Names the fault of a section whose body should be a call in tags."""

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.diagnose_json import positional
from toolbench_ood.readers.grammar import RawTags
from toolbench_ood.readers.names import SLOT
from toolbench_ood.readers.raw_tags import stem
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.readers.shapes import shape_at, tag_word
from toolbench_ood.readers.spelling import same_marker
from toolbench_ood.types.finding import Code, Finding, Severity


def diagnose_tags(broken: Broken, tags: RawTags) -> Attempt:
    """Name the fault of a call in tags, by the state in which the strict grammar stopped."""
    return broken.attempt(_fault(broken, tags, broken.fault.place, broken.fault.position))


def _fault(broken: Broken, tags: RawTags, place: str, position: int) -> Finding:
    span = (position, position)
    if broken.fault.ended:
        span = (broken.start, len(broken.text))
        return broken.finding(Code.E2_TRUNCATED, Severity.UNRECOVERABLE, span)
    if place == "duplicate":
        return broken.finding(Code.A5_DUP_KEY, Severity.JUDGEMENT, span, "conflict")
    by_place = {
        "call_open": _no_header,
        "name": _bad_name,
        "name_close": _bad_name,
        "value": _open_value,
        "parameter": _no_parameter,
    }
    if place in by_place:
        return by_place[place](broken, tags, position)
    return broken.finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, span, place)


def _no_header(broken: Broken, tags: RawTags, position: int) -> Finding:
    """Something else stands where the call should open."""
    text, span = broken.text, (position, position + 1)
    opener = broken.reader.spec.call.open
    shape = shape_at(text, position, broken.limit)
    if shape in ("json", "call"):
        return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, shape)
    if text.startswith(tags.open, position):
        return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
    if shape == "tag":
        return _other_tag(broken, opener, span)
    if broken.find_close(position) < 0:
        return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "close")
    return broken.finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, span, shape)


def _other_tag(broken: Broken, marker: str, span: tuple[int, int]) -> Finding:
    """A tag that is not the format's own: its own misspelt, a sibling format's, or a stranger."""
    word = tag_word(broken.text, span[0], broken.limit)
    span = (span[0], span[0] + len(word) + 1)
    if word in broken.functions:
        return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, "name as tag", word)
    if same_marker(word, marker):
        return broken.finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, span, "open", word)
    return broken.finding(Code.A7_KEY_ALIAS, Severity.DETERMINISTIC, span, "tag", word)


def _bad_name(broken: Broken, tags: RawTags, position: int) -> Finding:
    closers = (broken.reader.spec.call.name_close or tags.open, tags.open)
    span = (position, position + 1)
    shape = shape_at(broken.text, position, broken.limit)
    if shape == "json" and broken.fault.place == "name":
        return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, shape)
    following = skip_space(broken.text, position)
    if broken.text.startswith(closers, following) and broken.fault.place == "name":
        return broken.finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, span, "empty")
    if shape == "tag" and broken.fault.place == "name" and not broken.reader.spec.call.open:
        return _other_tag(broken, tags.open, span)
    return broken.finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, span, "name")


def _open_value(broken: Broken, tags: RawTags, position: int) -> Finding:
    """A value ran into another delimiter before its own closer."""
    text, span = broken.text, (position, position + 1)
    if text.startswith(tags.open, position) and _sound_after(broken, tags, position):
        return broken.finding(
            Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC, span, "missing_closer"
        )
    if text.startswith(broken.reader.spec.markers(), position):
        return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
    if text.startswith(stem(tags.open), position):
        return broken.finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, span, "tag")
    return broken.finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, span, "inner")


def _sound_after(broken: Broken, tags: RawTags, position: int) -> bool:
    """Whether the rest of the call is well formed from the parameter opener on."""
    text, markers = broken.text, broken.reader.stray
    while text.startswith(tags.open, position):
        name = SLOT.match(text, position + len(tags.open))
        if not name or not text.startswith(tags.name_close, name.end()):
            return False
        begin = skip_space(text, name.end() + len(tags.name_close))
        if not text.startswith(tags.value_open, begin):
            return False
        at = markers.search(text, begin + len(tags.value_open)) if markers else None
        if not at or at.group() != tags.close:
            return False
        position = skip_space(text, at.end())
    return text.startswith(_closer(broken), position)


def _closer(broken: Broken) -> str:
    """What ends the arguments."""
    return broken.reader.spec.call.close or broken.reader.spec.section.close


def _no_parameter(broken: Broken, tags: RawTags, position: int) -> Finding:
    """Neither a parameter nor the end of the call stands where one of them should."""
    text, span = broken.text, (position, position + 1)
    spec = broken.reader.spec
    shape = shape_at(text, position, broken.limit)
    if shape == "json":
        return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, "json")
    outer = (spec.section.open, spec.section.close, spec.call.open)
    own = (*outer, tags.value_open, tags.close)
    if any(marker and text.startswith(marker, position) for marker in own):
        return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
    if shape == "tag":
        word = tag_word(text, position, broken.limit)
        if same_marker(word, tags.open) or same_marker(word, spec.call.close):
            return broken.finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, span, "inner", word)
        return broken.finding(Code.A7_KEY_ALIAS, Severity.DETERMINISTIC, span, "tag", word)
    return _bare_values(broken, position)


def _bare_values(broken: Broken, position: int) -> Finding:
    """Plain lines instead of tagged arguments."""
    text, call = broken.text, broken.reader.spec.call
    end = text.find(_closer(broken), position, broken.limit)
    end = broken.limit if end < 0 else end
    name = SLOT.match(text, broken.body + len(call.open) + _gap(broken))
    lines = [line for line in text[position:end].split("\n") if line.strip(" \t\r")]
    return positional(broken, name.group() if name else "", len(lines), (position, end))


def _gap(broken: Broken) -> int:
    return skip_space(broken.text, broken.body) - broken.body

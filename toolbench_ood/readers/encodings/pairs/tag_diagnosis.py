"""Names the fault of a section whose body should be a call in tags."""

from toolbench_ood.readers.encodings.pairs.sibling_tags import sibling_arguments, sibling_call
from toolbench_ood.readers.encodings.pairs.tags import TagGrammar
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.shapes import shape_at, tag_word
from toolbench_ood.readers.specification.marker import stem
from toolbench_ood.readers.specification.names import SLOT
from toolbench_ood.readers.text.fault import Fault, Repair, insert
from toolbench_ood.readers.text.marker_typos import BRACKETS, resembles
from toolbench_ood.readers.text.scanner import SPACE, skip_space
from toolbench_ood.types.finding import Code


def diagnose_tags(tags: TagGrammar, broken: BrokenSection) -> Attempt:
    """Name the fault of a call in tags, by the state in which the strict grammar stopped."""
    return broken.attempt(_fault(broken, tags, broken.stop.place, broken.stop.position))


def _fault(broken: BrokenSection, tags: TagGrammar, place: str, position: int) -> Fault:
    span = (position, position)
    if broken.stop.ended:
        return broken.truncated()
    if place == "duplicate":
        return broken.found(Code.A5_DUP_KEY, span, "conflict")
    by_place = {
        "call_open": _no_header,
        "name": _bad_name,
        "name_close": _bad_name,
        "value": _open_value,
        "parameter": _no_parameter,
    }
    if place in by_place:
        return by_place[place](broken, tags, position)
    return broken.found(Code.E5_MARKER_TYPO, span, place)


def _no_header(broken: BrokenSection, tags: TagGrammar, position: int) -> Fault:
    """Something else stands where the call should open."""
    text, span = broken.text, (position, position + 1)
    shape = shape_at(text, position, broken.limit)
    if shape in ("json", "call"):
        return broken.found(Code.P4_CHIMERA, span, shape)
    if text.startswith(tags.form.open, position):
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    if shape == "tag":
        return _other_call(broken, tags, broken.spec.call.open, position)
    if broken.find_close(position) < 0:
        return broken.found(Code.E1_UNBALANCED, span, "close")
    return broken.found(Code.A1_ARGS_SYNTAX, span, shape)


def _other_call(broken: BrokenSection, tags: TagGrammar, marker: str, position: int) -> Fault:
    """A tag that is not the format's own: its own misspelt, a sibling format's, or a stranger."""
    word = tag_word(broken.text, position, broken.limit)
    span = (position, position + len(word) + 1)
    if word in broken.functions:
        return broken.found(Code.P4_CHIMERA, span, "name as tag", word)
    if resembles(word, marker):
        return broken.found(Code.E5_MARKER_TYPO, span, "open", word)
    call = sibling_call(broken.text, position, broken.limit)
    if call is None:
        return broken.found(Code.A7_KEY_ALIAS, span, "tag", word)
    envelope = broken.spec.call
    inner = tags.write_texts(call.arguments.pairs)
    own = f"{envelope.open}{call.name}{envelope.name_close}\n{inner}\n{envelope.close}"
    repairs = (Repair(position, call.end, own),)
    return broken.found(Code.A7_KEY_ALIAS, span, "tag", word, repairs=repairs)


def _bad_name(broken: BrokenSection, tags: TagGrammar, position: int) -> Fault:
    closers = (broken.spec.call.name_close or tags.form.open, tags.form.open)
    span = (position, position + 1)
    shape = shape_at(broken.text, position, broken.limit)
    if shape == "json" and broken.stop.place == "name":
        return broken.found(Code.P4_CHIMERA, span, shape)
    following = skip_space(broken.text, position)
    if broken.text.startswith(closers, following) and broken.stop.place == "name":
        return broken.found(Code.H1_NAME_MISSING, span, "empty")
    if shape == "tag" and broken.stop.place == "name" and not broken.spec.call.open:
        return _other_call(broken, tags, tags.form.open, position)
    return broken.found(Code.E5_MARKER_TYPO, span, "name")


def _open_value(broken: BrokenSection, tags: TagGrammar, position: int) -> Fault:
    """A value ran into another delimiter before its own closer."""
    text, span = broken.text, (position, position + 1)
    if text.startswith(tags.form.open, position) and _sound_after(broken, tags, position):
        if _ends_in_closer(broken, tags, position):
            return broken.found(Code.E5_MARKER_TYPO, span, "inner")
        # The line feed before the next argument is layout where the closer would have stood.
        layout = not tags.form.strip_newline and text[position - 1] == "\n"
        repairs = insert(position - layout, tags.form.close)
        return broken.found(Code.A2_ARGS_REPAIRABLE, span, "missing_closer", repairs=repairs)
    if text.startswith(broken.spec.markers(), position):
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    if text.startswith(stem(tags.form.open), position):
        return broken.found(Code.A1_ARGS_SYNTAX, span, "tag")
    return broken.found(Code.E5_MARKER_TYPO, span, "inner")


def _ends_in_closer(broken: BrokenSection, tags: TagGrammar, position: int) -> bool:
    """Whether what may be left of a damaged closer stands at the end of a value."""
    signs = {sign for sign in tags.form.close if not sign.isalnum() and not sign.isspace()}
    brackets = signs & set(BRACKETS) or signs
    tail = _open_raw(broken, tags, position).rstrip(SPACE)[-len(tags.form.close) - 1 :]
    return not brackets.isdisjoint(tail)


def _open_raw(broken: BrokenSection, tags: TagGrammar, position: int) -> str:
    """Return the text of the value that ends at the position without a closer."""
    name = broken.text.rfind(tags.form.open, broken.start, position) + len(tags.form.open)
    begin = broken.text.find(tags.form.assign, name) + len(tags.form.assign)
    if tags.form.value_open:
        begin = broken.text.find(tags.form.value_open, begin) + len(tags.form.value_open)
    return broken.text[begin:position]


def _sound_after(broken: BrokenSection, tags: TagGrammar, position: int) -> bool:
    """Whether the rest of the call is well formed from the parameter opener on."""
    text, markers = broken.text, broken.passage.reader.distinctive
    while text.startswith(tags.form.open, position):
        name = SLOT.match(text, position + len(tags.form.open))
        if not name or not text.startswith(tags.form.assign, name.end()):
            return False
        begin = skip_space(text, name.end() + len(tags.form.assign))
        if not text.startswith(tags.form.value_open, begin):
            return False
        at = markers.search(text, begin + len(tags.form.value_open)) if markers else None
        if not at or at.group() != tags.form.close:
            return False
        position = skip_space(text, at.end())
    return text.startswith(_closer(broken), position)


def _closer(broken: BrokenSection) -> str:
    """What ends the arguments."""
    return broken.spec.call.close or broken.spec.section.close


def _no_parameter(broken: BrokenSection, tags: TagGrammar, position: int) -> Fault:
    """Neither a parameter nor the end of the call stands where one of them should."""
    text, span = broken.text, (position, position + 1)
    spec = broken.spec
    shape = shape_at(text, position, broken.limit)
    if shape == "json":
        return broken.found(Code.P4_CHIMERA, span, "json")
    outer = (spec.section.open, spec.section.close, spec.call.open)
    own = (*outer, tags.form.value_open, tags.form.close)
    if any(marker and text.startswith(marker, position) for marker in own):
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    if shape == "tag":
        return _other_parameter(broken, tags, position)
    return _bare_values(broken, tags, position)


def _other_parameter(broken: BrokenSection, tags: TagGrammar, position: int) -> Fault:
    """A tag that is no parameter's: misspelt, a sibling format's, or a stranger."""
    word, span = tag_word(broken.text, position, broken.limit), (position, position + 1)
    if resembles(word, tags.form.open) or resembles(word, broken.spec.call.close):
        return broken.found(Code.E5_MARKER_TYPO, span, "inner", word)
    others = sibling_arguments(broken.text, position, broken.limit)
    if not others.pairs:
        return broken.found(Code.A7_KEY_ALIAS, span, "tag", word)
    repairs = (Repair(position, others.end, tags.write_texts(others.pairs)),)
    return broken.found(Code.A7_KEY_ALIAS, span, "tag", word, repairs=repairs)


def _bare_values(broken: BrokenSection, tags: TagGrammar, position: int) -> Fault:
    """Plain lines instead of tagged arguments."""
    text, call = broken.text, broken.spec.call
    end = text.find(_closer(broken), position, broken.limit)
    end = broken.limit if end < 0 else end
    match = SLOT.match(text, broken.body + len(call.open) + _gap(broken))
    name = match.group() if match else ""
    lines = [line.strip(" \t\r") for line in text[position:end].split("\n")]
    marked = broken.passage.reader.distinctive and broken.passage.reader.distinctive.search(
        text, position, end
    )
    values = [line for line in lines if line and not marked]  # lines among tags are no list
    named, span = broken.by_declared_order(name, values), (position, end)
    pairs = ((key, str(value)) for key, value in named.items())
    repairs = (Repair(*span, tags.write_texts(pairs)),) if named else ()
    return broken.found(Code.A6_NONLITERAL, span, "positional", repairs=repairs)


def _gap(broken: BrokenSection) -> int:
    return skip_space(broken.text, broken.body) - broken.body

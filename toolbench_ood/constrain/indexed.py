"""Messages with numbered calls: the delimiters of each call contain its index."""

from collections.abc import Sequence

from toolbench_ood.readers.ebnf.rules import Expr, Rules, alt, group, lit, seq
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import filled
from toolbench_ood.readers.specification.table import Table

MOST_INDEXED = 16
"""Maximum number of calls in one message under a grammar, which cannot count indefinitely.

Numbering always starts at ``call.first_index``. This is wrong only in later messages of formats
that number calls across a conversation, because a grammar does not see earlier messages.
"""


def with_index(spec: Grammar, place: int) -> Grammar:
    """Return the grammar of the call at a place in a message, with the id that is written there."""
    number, arguments = spec.call.id_of(place), spec.arguments
    if isinstance(arguments, JsonObject) and arguments.id_key:
        known = {**arguments.beside, arguments.id_key: number}
        arguments = arguments.model_copy(update={"id_key": "", "beside": known})
    changed = {"call": _filled(spec.call, number), "arguments": _filled(arguments, number)}
    return spec.model_copy(update=changed)


def _filled(table: Table, number: str) -> Table:
    return type(table).model_validate_json(filled(table.model_dump_json(), number))


def indexed_message(rules: Rules, spec: Grammar, calls: Sequence[Expr]) -> Expr:
    """Return a message with these calls in order, starting with the first."""
    space = rules.space()
    opening = seq(lit(spec.section.open), space) if spec.section.open else ""
    closing = seq(space, lit(spec.section.close)) if spec.section.close else ""
    joint = _joint(space, spec, opening, closing)
    further: Expr = ""
    for call in reversed(calls[1:]) if joint else ():
        further = rules.name("further", group(seq(joint, call, further), "?"))
    return seq(opening, calls[0], further, closing, rules.trailing_space())


def _joint(space: Expr, spec: Grammar, opening: Expr, closing: Expr) -> Expr:
    """Return what may separate two calls; empty if a message holds only one call."""
    joints = []
    if spec.section.calls == "many":
        separator = seq(lit(spec.section.separator), space) if spec.section.separator else ""
        joints.append(seq(space, separator))
    if spec.section.repeat:
        joints.append(seq(closing, space, opening))
    return alt(joints) if joints else ""

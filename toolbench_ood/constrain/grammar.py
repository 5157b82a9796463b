"""The grammar of a format's messages: one or more calls to the given tools.

Derived from ``format.toml`` alone, the grammar admits what the strict reader accepts without a
finding. White space is admitted where the reader accepts it, up to ``rules.MOST_SPACE`` characters,
and up to ``rules.MOST_TRAILING_SPACE`` at the end. Object keys appear in declared order. Prose is
admitted only where it is asked for, before the calls; nothing is admitted after them.
"""

from collections.abc import Mapping, Sequence

from toolbench_ood.constrain.indexed import MOST_INDEXED, indexed_message, with_index
from toolbench_ood.readers.ebnf.rules import EMPTY, Expr, Rules, alt, group, lit, seq
from toolbench_ood.readers.ebnf.without import Without
from toolbench_ood.readers.encodings.find import encoding_for
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.tool import FunctionSpec, ToolSpec, functions_by_name


def grammar(
    spec: Grammar,
    tools: Sequence[ToolSpec],
    *,
    reverse: bool = False,
    opener: str = "",
    most: int | None = None,
) -> str:
    """Return an EBNF grammar for the ``grammar`` of vLLM's ``structured_outputs`` (xgrammar).

    Tools whose name or required arguments the format cannot write are omitted. With ``reverse``,
    arguments precede the name where a single object holds both. With an ``opener``, with which
    every message of calls begins, any text without it is admitted too, alone or before the calls:
    whether there is a call is free, how it is written is not. ``most`` is how many calls a message
    may hold, at least 1; None: any number.

    Raises:
        UserError: the format cannot write a call to any of the tools.
    """
    rules = Rules()
    functions = tuple(functions_by_name(tools).values())
    if not spec.indexed:
        call = _any_call(rules, spec, functions, reverse=reverse)
        return rules.text(_root(rules, opener, _message(rules, spec, call, most)))
    calls = [
        _any_call(rules, with_index(spec, place), functions, reverse=reverse, numbered=True)
        for place in range(min(most or MOST_INDEXED, MOST_INDEXED))
    ]
    return rules.text(_root(rules, opener, indexed_message(rules, spec, calls)))


def _root(rules: Rules, opener: str, message: Expr) -> Expr:
    """Admit a message, after white space; or with an opener, prose and then perhaps a message."""
    if not opener:
        return seq(rules.space(), message)
    without = Without((opener,))

    def ends(state: str, _: Mapping[str, Expr]) -> list[Expr]:
        return [EMPTY, *([message] if without.closes(state, opener) else [])]

    return without.rules(rules, "prose", ends)


def _any_call(
    rules: Rules,
    spec: Grammar,
    functions: Sequence[FunctionSpec],
    *,
    reverse: bool,
    numbered: bool = False,
) -> Expr:
    """Return a call to any of the tools; raises UserError if none can be written."""
    encoding = encoding_for(spec).calls(rules, reverse=reverse, numbered=numbered)
    calls = [encoding.call(function) for function in functions]
    made = [rules.name("call", call) for call in calls if call is not None]
    if not made:
        names = ", ".join(function["name"] for function in functions) or "none"
        raise UserError(
            f"format {spec.name!r} can write no call of the tools given ({names}); "
            "give at least one tool whose name and required arguments it can carry"
        )
    return rules.name("any-call", alt(made))


def _message(rules: Rules, spec: Grammar, call: Expr, most: int | None) -> Expr:
    """Return sections, all of whose calls are in the first one if their number is limited."""
    space = rules.space()
    many = spec.section.calls == "many"
    section = rules.name("section", _section(space, spec, call, most if many else 1))
    if not spec.section.repeat or (many and most is not None):
        return seq(section, rules.trailing_space())
    return seq(section, _further(seq(space, section), most), rules.trailing_space())


def _section(space: Expr, spec: Grammar, call: Expr, most: int | None) -> Expr:
    section = spec.section
    separator = seq(lit(section.separator), space) if section.separator else ""
    calls = seq(call, _further(seq(space, separator, call), most))
    opening = seq(lit(section.open), space) if section.open else ""
    closing = seq(space, lit(section.close)) if section.close else ""
    return seq(opening, calls, closing)


def _further(part: Expr, most: int | None) -> Expr:
    """Repeat a part that follows a first one, so that there are at most so many in all."""
    if most is None:
        return group(part, "*")
    return group(part, f"{{0,{most - 1}}}") if most > 1 else ""

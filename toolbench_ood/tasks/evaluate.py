"""Evaluate an author's expression from its syntax tree; no code is compiled or run.

Only pure expressions are supported: binding a name, awaiting and yielding raise. Exceptions of
subexpressions propagate.
"""

import ast
import builtins
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any, TypeAlias

Names: TypeAlias = Mapping[str, Any]

COMPARISONS: Mapping[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Is: ("is", operator.is_),
    ast.IsNot: ("is not", operator.is_not),
    ast.In: ("in", lambda item, container: item in container),
    ast.NotIn: ("not in", lambda item, container: item not in container),
}
"""How each comparison is written, and what it does."""

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
_UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}
_CONVERSIONS: Mapping[int, Callable[[Any], Any]] = {115: str, 114: repr, 97: ascii}


class NotEvaluatedError(Exception):
    """An expression is of an unsupported kind."""


@singledispatch
def evaluate(node: ast.expr, names: Names) -> Any:  # noqa: ARG001  # the registered ones read it
    """Return the value of an expression.

    Args:
        node: its tree.
        names: values of the names in it, besides Python's builtins.

    Raises:
        NotEvaluatedError: the expression is of an unsupported kind.
    """
    raise NotEvaluatedError(type(node).__name__)


@evaluate.register
def _constant(node: ast.Constant, names: Names) -> Any:  # noqa: ARG001  # one signature for all
    return node.value


@evaluate.register
def _name(node: ast.Name, names: Names) -> Any:
    for known in (names, vars(builtins)):
        if node.id in known:
            return known[node.id]
    raise NameError(f"name {node.id!r} is not defined")


@evaluate.register
def _attribute(node: ast.Attribute, names: Names) -> Any:
    return getattr(evaluate(node.value, names), node.attr)


@evaluate.register
def _subscript(node: ast.Subscript, names: Names) -> Any:
    return evaluate(node.value, names)[evaluate(node.slice, names)]


@evaluate.register
def _slice(node: ast.Slice, names: Names) -> Any:
    ends = (node.lower, node.upper, node.step)
    return slice(*(None if end is None else evaluate(end, names) for end in ends))


@evaluate.register
def _tuple(node: ast.Tuple, names: Names) -> Any:
    return tuple(_items(node.elts, names))


@evaluate.register
def _list(node: ast.List, names: Names) -> Any:
    return list(_items(node.elts, names))


@evaluate.register
def _set(node: ast.Set, names: Names) -> Any:
    return set(_items(node.elts, names))


@evaluate.register
def _dict(node: ast.Dict, names: Names) -> Any:
    made: dict[Any, Any] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        found = evaluate(value, names)
        made |= found if key is None else {evaluate(key, names): found}
    return made


@evaluate.register
def _bool_op(node: ast.BoolOp, names: Names) -> Any:
    decides = isinstance(node.op, ast.Or)
    value = None
    for each in node.values:
        value = evaluate(each, names)
        if bool(value) is decides:
            break
    return value


@evaluate.register
def _unary(node: ast.UnaryOp, names: Names) -> Any:
    return _UNARY[type(node.op)](evaluate(node.operand, names))


@evaluate.register
def _binary(node: ast.BinOp, names: Names) -> Any:
    if type(node.op) not in _BINARY:
        raise NotEvaluatedError(type(node.op).__name__)
    return _BINARY[type(node.op)](evaluate(node.left, names), evaluate(node.right, names))


@evaluate.register
def _compare(node: ast.Compare, names: Names) -> Any:
    left, held = evaluate(node.left, names), None
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        right = evaluate(comparator, names)
        held = COMPARISONS[type(op)][1](left, right)
        if not held:
            break
        left = right
    return held


@evaluate.register
def _if_exp(node: ast.IfExp, names: Names) -> Any:
    return evaluate(node.body if evaluate(node.test, names) else node.orelse, names)


@evaluate.register
def _call(node: ast.Call, names: Names) -> Any:
    named: dict[str, Any] = {}
    for keyword in node.keywords:
        value = evaluate(keyword.value, names)
        named |= value if keyword.arg is None else {keyword.arg: value}
    return evaluate(node.func, names)(*_items(node.args, names), **named)


@evaluate.register
def _lambda(node: ast.Lambda, names: Names) -> Any:
    taken = [argument.arg for argument in node.args.args]
    rest = node.args.vararg or node.args.kwarg or node.args.kwonlyargs or node.args.defaults
    if rest:
        raise NotEvaluatedError(type(node).__name__)
    return lambda *given: evaluate(node.body, {**names, **dict(zip(taken, given, strict=True))})


@evaluate.register
def _generator(node: ast.GeneratorExp, names: Names) -> Any:
    return (evaluate(node.elt, bound) for bound in _bound(node.generators, names))


@evaluate.register
def _list_comp(node: ast.ListComp, names: Names) -> Any:
    return [evaluate(node.elt, bound) for bound in _bound(node.generators, names)]


@evaluate.register
def _set_comp(node: ast.SetComp, names: Names) -> Any:
    return {evaluate(node.elt, bound) for bound in _bound(node.generators, names)}


@evaluate.register
def _dict_comp(node: ast.DictComp, names: Names) -> Any:
    every = _bound(node.generators, names)
    return {evaluate(node.key, bound): evaluate(node.value, bound) for bound in every}


@evaluate.register
def _joined(node: ast.JoinedStr, names: Names) -> Any:
    return "".join(evaluate(each, names) for each in node.values)


@evaluate.register
def _formatted(node: ast.FormattedValue, names: Names) -> Any:
    value = evaluate(node.value, names)
    if node.conversion in _CONVERSIONS:
        value = _CONVERSIONS[node.conversion](value)
    return format(value, evaluate(node.format_spec, names) if node.format_spec else "")


def _items(nodes: Sequence[ast.expr], names: Names) -> Iterator[Any]:
    for node in nodes:
        if isinstance(node, ast.Starred):
            yield from evaluate(node.value, names)
        else:
            yield evaluate(node, names)


def _bound(generators: Sequence[ast.comprehension], names: Names) -> Iterator[Names]:
    """Iterate over what the names stand for in each round of a comprehension."""
    if not generators:
        yield names
        return
    first, *rest = generators
    for item in evaluate(first.iter, names):
        bound = {**names, **dict(_assigned(first.target, item))}
        if all(evaluate(test, bound) for test in first.ifs):
            yield from _bound(rest, bound)


def _assigned(target: ast.expr, value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple | ast.List):
        for part, each in zip(target.elts, value, strict=True):
            yield from _assigned(part, each)
    else:
        raise NotEvaluatedError(type(target).__name__)

"""What near, recombined and far formats are, told from their specs and texts alone."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from cases import for_each
from formats.alike import write_alike
from formats.generated import BASES, FAR, NAMES, NEAR, RECOMBINED
from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.format.axes import AXIS_WEIGHTS, Axes, axis_distance, differing_axes
from toolbench_ood.format.format import Format
from toolbench_ood.format.generate.near import CHANGES
from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS
from toolbench_ood.readers.specification.marker import is_distinctive
from toolbench_ood.types.piece import plain
from toolbench_ood.types.tool import ToolSpec

TRAINED_IN = tuple(fmt for fmt in FORMATS if fmt.spec.kind in ("native", "framework"))
CALL_AXES = ("envelope", "batching", "name_placement", "argument_encoding")
UNSEEN: Mapping[str, set[str]] = {
    "envelope": {"paren", "line pair", "backslash macro", "bracket tag"},
    "name_placement": {"suffix after arguments"},
    "argument_encoding": {
        *("plist", "path assignment", "flags", "query string", "named arrow", "positional"),
        *("indented block", "key value lines", "macro", "rows", "pair list"),
    },
    "type_signal": {"operator"},
    "escaping": {"shell", "sql", "percent", "latex", "toml"},
    "declaration_style": {"s-expression", "usage text", "ddl", "yaml", "toml", "table", "facts"},
    "result_placement": {"call syntax"},
    "order": {"arguments first"},
}
"""The catalogue's values that no family has (section 8.1, bold)."""


def _unseen(axes: Axes) -> set[str]:
    return {axis for axis, values in UNSEEN.items() if getattr(axes, axis) in values}


@pytest.mark.slow
def test_far_formats_have_values_that_no_family_has() -> None:
    """Four axes at least; envelope, declaration and results always; together all encodings."""
    found: dict[str, set[str]] = {axis: set() for axis in UNSEEN}
    for name in FAR:
        axes = LIBRARY.load(name).spec.axes
        unseen = _unseen(axes)
        assert unseen >= {"envelope", "declaration_style", "result_placement"}, name
        assert unseen & {"argument_encoding", "order"}, name
        for axis in unseen:
            found[axis].add(getattr(axes, axis))
    missing = {axis: values - found[axis] for axis, values in UNSEEN.items()}
    assert {axis: values for axis, values in missing.items() if values} == {
        "name_placement": {"suffix after arguments"},
        "argument_encoding": {"rows"},
        "escaping": {"toml"},
    }


@pytest.mark.slow
def test_recombined_formats_put_native_values_together_anew() -> None:
    """Each value has a family, and no family's calls have these four values together."""
    native = {tuple(getattr(fmt.spec.axes, axis) for axis in CALL_AXES) for fmt in TRAINED_IN}
    for name in RECOMBINED:
        axes = LIBRARY.load(name).spec.axes
        assert _unseen(axes) == set(), name
        assert tuple(getattr(axes, axis) for axis in CALL_AXES) not in native, name
        assert min(axis_distance(axes, fmt.spec.axes) for fmt in TRAINED_IN) > 0, name


def _flat(value: Any, key: str = "") -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {key: value}
    return {
        inner: item
        for name, child in value.items()
        for inner, item in _flat(child, f"{key}.{name}" if key else name).items()
    }


_OWN = {"name", "version", "kind", "source", "calls_like", "variants"}
_TOUCHED = (
    {"section", "call", "arguments", "declaration"},
    {"results"},
    set[str](),
)
"""Tables of ``format.toml`` that one change may touch."""


@for_each("name", NEAR)
def test_near_formats_differ_in_one_thing(name: str) -> None:
    """One axis at most, the tables that go with it, and no others."""
    fmt = LIBRARY.load(name)
    base = LIBRARY.load(name.split(":")[2])
    assert len(differing_axes(fmt.spec.axes, base.spec.axes)) <= 1
    mine, theirs = (_flat(one.spec.model_dump(mode="json")) for one in (fmt, base))
    keys = {key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key)}
    tables = {key.partition(".")[0] for key in keys - _OWN} - {"axes"}
    assert any(tables <= allowed for allowed in _TOUCHED), tables
    texts = {file for file, text in fmt.source.texts.items() if text != base.source.texts[file]}
    assert tables or texts != {"format.toml"} or differing_axes(fmt.spec.axes, base.spec.axes)
    alike = write_alike(fmt, base) and "calls.jinja" not in texts
    assert (fmt.spec.calls_like == (base.spec.calls_like or base.name)) == alike


@for_each("base", ["hermes", "pythonic", "minimax_m2"])
def test_the_near_formats_of_a_seed_take_turns(base: str) -> None:
    """So many in a row as there are changes show each change that the base takes."""
    sources = [LIBRARY.load(f"gen:near:{base}:3/{n}").spec.source for n in range(len(CHANGES))]
    changes = {source.partition(", with ")[2] for source in sources}
    assert len(changes) >= 5
    again = LIBRARY.load(f"gen:near:{base}:3/{len(changes)}").spec.source
    assert again.partition(", with ")[2] == sources[0].partition(", with ")[2]


@pytest.mark.slow
@for_each("base", BASES)
def test_every_native_format_has_near_ones(base: str) -> None:
    """Its declaration and its results can always be others."""
    missing = {"another style of declaration", "another way to hand results back"}
    for nth in range(len(CHANGES)):
        if missing:
            source = LIBRARY.load(f"gen:near:{base}:5/{nth}").spec.source
            missing -= {what for what in missing if what in source}
    assert not missing


_SIGNS = {
    "json array": "[ ] ",
    "json key": "get_weather",
    "dict key": '{"get_weather":',
    "attribute": '="get_weather"',
    "tag suffix": "=get_weather",
    "callable": "get_weather",
    "header": ":get_weather|",
}
"""Texts that go with values of the axes."""


@pytest.mark.slow
def test_the_axes_are_true_of_what_is_written() -> None:
    """Batching, order and the place of the name are those of the rendered calls."""
    for name in (*FAR, *RECOMBINED):
        fmt = LIBRARY.load(name)
        axes, section = fmt.spec.axes, fmt.spec.section
        text = fmt.write(GOLDEN_CALLS, GOLDEN_TOOLS)
        assert text.count(section.open) == (2 if axes.batching == "repeated block" else 1), name
        named_first = text.index("get_weather") < text.index("Paris")
        assert named_first == (axes.order == "name first"), name
        sign = _SIGNS.get(axes.batching, "") + _SIGNS.get(axes.name_placement, "get_weather")
        assert all(part in text for part in sign.split()), name


@pytest.mark.slow
def test_their_delimiters_are_nobodys() -> None:
    """No distinctive delimiter of a far or recombined format is one of another's, or in one."""
    shipped = {mark for fmt in FORMATS for mark in fmt.spec.markers() if is_distinctive(mark)}
    for name in (*FAR, *RECOMBINED):
        fmt = LIBRARY.load(name)
        for mark in filter(is_distinctive, (fmt.spec.section.open, fmt.spec.call.open)):
            assert not any(mark in other or other in mark for other in shipped), (name, mark)


_SCHEMA: ToolSpec = {
    "type": "function",
    "function": {
        "name": "plan_trip",
        "description": "Plan a trip",
        "parameters": {
            "type": "object",
            "properties": {
                "mode": {"enum": ["train", "boat"], "description": "How to travel"},
                "stops": {"type": "array", "items": {"$ref": "#/$defs/stop"}, "maxItems": 9},
                "budget": {"type": ["number", "null"], "exclusiveMinimum": 17},
                "note": True,
            },
            "required": ["mode"],
            "$defs": {"stop": {"type": "string", "pattern": "^[A-Z]{3}$"}},
        },
    },
}
_FACTS = (
    *("plan_trip", "Plan a trip", "mode", "train", "boat", "How to travel", "stops", "maxItems"),
    *("#/$defs/stop", "budget", "number", "null", "exclusiveMinimum", "17", "note", "^[A-Z]{3}$"),
)


@cache
def _of_every_style() -> list[Format]:
    found: dict[str, Format] = {}
    for name in NAMES:
        fmt = LIBRARY.load(name)
        if fmt.spec.family.endswith("values"):
            found.setdefault(fmt.spec.axes.declaration_style, fmt)
    return list(found.values())


@pytest.mark.slow
@for_each("fmt", _of_every_style, ids=lambda fmt: fmt.spec.axes.declaration_style)
def test_every_style_of_declaration_tells_all(fmt: Format) -> None:
    """Whatever the style, a model is told every fact of the schema, and again of added tools."""
    declared = fmt.declare([_SCHEMA])
    assert [fact for fact in _FACTS if fact not in declared] == []
    first, again = declared.partition("\n\nTo call a tool")[0], fmt.declare([_SCHEMA], added=True)
    assert again.partition("\n")[2] == first.partition("\n")[2]


def test_there_are_sixteen_styles_of_declaration() -> None:
    """All that the catalogue names are drawn."""
    assert len(_of_every_style()) == 16


def test_how_to_call_is_one_sentence() -> None:
    """No generated format is explained at much more length than another."""
    for name in (*FAR, *RECOMBINED):
        said = plain(LIBRARY.load(name).templates.render("how"))
        assert said.startswith("To call a tool, write, ")
        assert 10 < len(said.split()) < 60, said


def test_the_axes_have_known_values() -> None:
    """The table above names values that the vocabulary has."""
    assert UNSEEN.keys() <= AXIS_WEIGHTS.keys()

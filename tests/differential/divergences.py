"""What sets two readings of one message apart, and the list of what is allowed to."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal, Protocol, TypeAlias

from differential.cases import Case, cases
from differential.oracles import Outside, as_outside
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from toolbench_ood.format.format import Format
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import same_value

Shape: TypeAlias = Literal["accepts", "keeps", "invents", "drops", "changes", "fails"]
"""How a parser's answer departs from the strict reading, as far as a comparison can tell.

In a text that is not well formed it ``accepts`` all calls that were written, ``keeps`` some of
them, or ``invents`` one that was not. In a well-formed text it ``drops`` calls or ``changes`` them.
Or it ``fails``: raises, or returns arguments that are no JSON.
"""

Class: TypeAlias = Literal[
    "coercion",
    "untyped_as_string",
    "truncation_at_own_close_tag",
    "drop_on_prose",
    "never_fails",
    "raises",
    "identifier_only",
    "dropped_nonstring",
    "repairs",
    "lenient_envelope",
    "lenient_name",
    "lenient_value",
    "keeps_the_rest",
    "strips_value",
    "drops_unknown_tool",
    "foreign",
]
"""Why a parser departs."""

FITTING: Mapping[Class, frozenset[Shape]] = {
    "coercion": frozenset({"changes", "invents", "accepts"}),
    "untyped_as_string": frozenset({"changes", "invents"}),
    "truncation_at_own_close_tag": frozenset({"invents", "changes", "drops", "fails"}),
    "drop_on_prose": frozenset({"drops"}),
    "never_fails": frozenset({"invents", "fails"}),
    "raises": frozenset({"fails"}),
    "identifier_only": frozenset({"drops", "changes"}),
    "dropped_nonstring": frozenset({"changes", "drops", "invents"}),
    "repairs": frozenset({"accepts"}),
    "lenient_envelope": frozenset({"accepts", "keeps", "invents"}),
    "lenient_name": frozenset({"accepts", "keeps", "invents"}),
    "lenient_value": frozenset({"accepts", "keeps", "invents"}),
    "keeps_the_rest": frozenset({"keeps"}),
    "strips_value": frozenset({"changes"}),
    "drops_unknown_tool": frozenset({"drops"}),
    "foreign": frozenset({"accepts", "invents", "fails", "changes"}),
}
"""What each reason can look like."""


class Rule(BaseModel):
    """One habit of parsers in ``allowed.toml``, with the cases and the parsers that show it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    because: Class
    shape: Shape
    reason: Annotated[str, StringConstraints(min_length=20)]
    """What these parsers do, in words."""
    cases: Annotated[Mapping[str, tuple[str, ...]], Field(min_length=1)]
    """By the name of a case, or a pattern such as ``hard/*``, the names of the parsers."""


Key: TypeAlias = tuple[str, Shape]
"""A case's name and the shape of a divergence in it."""


def allowed() -> Sequence[Rule]:
    """Return the allow-list."""
    text = Path(__file__).with_name("allowed.toml").read_text("utf-8")
    return [Rule(**rule) for rule in tomllib.loads(text)["rule"]]


def allowed_for(parser: str, rules: Sequence[Rule]) -> Sequence[Key]:
    """Return the cases, or patterns of cases, in which a parser may depart, with the shapes."""
    return [
        (case, rule.shape)
        for rule in rules
        for case, parsers in rule.cases.items()
        if parser in parsers
    ]


def covers(key: Key, found: Key) -> bool:
    """Whether a key of the allow-list speaks of a divergence."""
    return key[1] == found[1] and fnmatchcase(found[0], key[0])


def shape_of(fmt: Format, case: Case, theirs: Outside) -> Shape | None:
    """Compare a parser's answer with the strict reading; None where they agree."""
    if isinstance(theirs, str):
        return "fails"
    reading = fmt.read(case.text, case.tools)
    ours = as_outside(reading.calls) if reading.well_formed else ()
    if same_value([*ours], [*theirs]):
        return None
    if ours:
        return "drops" if len(theirs) < len(ours) else "changes"
    written = as_outside(case.written)
    if not all(any(same_value(call, one) for one in written) for call in theirs):
        return "invents"
    return "keeps" if len(theirs) < len(written) else "accepts"


class Reads(Protocol):
    """A parser of another project."""

    def read(self, text: str, tools: Sequence[ToolSpec]) -> Outside:
        """Return the calls that it finds in a message."""


def unexplained(parser: str, found: Mapping[Key, str], rules: Sequence[Rule]) -> str:
    """Return in words what sets a parser's divergences and the allow-list apart; empty if nothing.

    A divergence that is not listed is spelt as a rule that lacks its class and its reason.
    """
    listed = allowed_for(parser, rules)
    new = [
        f'[[rule]]\nbecause = ""\nshape = "{shape}"\nreason = ""\n[rule.cases]\n'
        f"{json.dumps(case)} = [{json.dumps(parser)}]\n# {shown}\n"
        for (case, shape), shown in found.items()
        if not any(covers(each, (case, shape)) for each in listed)
    ]
    gone = [each for each in listed if not any(covers(each, key) for key in found)]
    text = "".join(("not in allowed.toml:\n", *new)) if new else ""
    return text + (f"these of {parser} in allowed.toml occur no more: {gone}" if gone else "")


def divergences(fmt: Format, oracle: Reads) -> Mapping[Key, str]:
    """Return every divergence of a parser, each with one message that shows it."""
    found: dict[Key, str] = {}
    for case in cases(fmt):
        theirs = oracle.read(case.text, case.tools)
        shape = shape_of(fmt, case, theirs)
        if shape:
            found.setdefault((case.name, shape), f"{case.text!r}\n#   => {theirs!r}")
    return found

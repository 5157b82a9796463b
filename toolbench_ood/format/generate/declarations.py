"""How generated formats tell a model which tools there are.

Each style is a Jinja file in ``declarations/`` over ``tools``, which shows all that their schemas
say. What stands before and after it is the same sentence for every style, so that a model is given
the same instructions whatever the format.
"""

from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.format.axes import DeclarationStyle

_FOLDER = Path(__file__).with_name("declarations")


@dataclass(frozen=True, slots=True)
class ListingStyle:
    """One way to list tools."""

    axis: DeclarationStyle
    phrase: str
    """Ends the sentence that begins with: You can call the tools listed here"""

    @property
    def jinja(self) -> str:
        """The template of the list."""
        file = self.axis.replace(" ", "_").replace("-", "_")
        return (_FOLDER / f"{file}.jinja").read_text(encoding="utf-8")


NATIVE_LISTINGS = (
    ListingStyle("json schema lines", "as JSON Schema, one a line"),
    ListingStyle("json schema array", "as JSON Schema, in one array"),
    ListingStyle("json schema pretty", "as JSON Schema, in many lines"),
    ListingStyle("markdown with schema", "as headings with JSON Schema"),
    ListingStyle("xml", "as XML elements"),
    ListingStyle("typescript", "as TypeScript types"),
    ListingStyle("python def", "as Python signatures"),
    ListingStyle("custom literal", "as nested records"),
    ListingStyle("prose", "as plain sentences"),
)
"""Styles that families have."""

FAR_LISTINGS = (
    ListingStyle("s-expression", "as nested expressions"),
    ListingStyle("usage text", "as usage texts"),
    ListingStyle("ddl", "as SQL definitions"),
    ListingStyle("yaml", "as YAML"),
    ListingStyle("toml", "as TOML tables"),
    ListingStyle("table", "as one table"),
    ListingStyle("facts", "as logical facts"),
)
"""Styles that no family has."""

_HEAD = """\
{% if added %}
These tools can be called from here on as well:
{% else %}
You can call the tools listed here PHRASE:
{% endif %}
LIST"""
_ENCLOSED = """\
{{ format.declaration.open }}
LIST{{ format.declaration.close }}
"""
INSTRUCTIONS = "{%- if not added %}\n"
"""Where what is said once, of how to call, begins; what stands before it is said every time."""
_TAIL = """\


To call a tool, write SENTENCE. One call looks like this:
{{ one_call }}

Two calls in one message look like this:
{{ two_calls }}

The result of each call comes back in the order of the calls, like this:
{{ one_result }}

When no tool is needed, answer in plain text.
{%- endif %}
"""


def listing(style: ListingStyle, *, enclosed: bool) -> str:
    """Return what declares tools every time: a sentence and the list.

    ``enclosed`` puts the list between ``declaration.open`` and ``declaration.close``.
    """
    body = _ENCLOSED.replace("LIST", style.jinja) if enclosed else style.jinja
    return _HEAD.replace("PHRASE", style.phrase).replace("LIST", body)


def instructions(sentence: str) -> str:
    """Return what says how to call: the ``sentence`` after the word write, and examples."""
    return INSTRUCTIONS + _TAIL.replace("SENTENCE", sentence)

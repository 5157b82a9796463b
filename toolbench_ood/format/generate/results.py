"""How generated formats hand results back."""

from dataclasses import dataclass, replace
from typing import Literal

from toolbench_ood.format.axes import ResultPlacement
from toolbench_ood.format.generate.envelopes import EnvelopeStyle
from toolbench_ood.readers.reader import telling

_TAGGED = """\
{% for result in results %}
{% if not loop.first %}

{% endif %}
{{ format.results.open }}{% if result.is_error %}{{ format.results.error }}{% endif %}\
{{ result.content }}{{ format.results.close }}
{%- endfor %}
"""
_ON_LINES = """\
{% for result in results %}
{% if not loop.first %}

{% endif %}
{{ format.results.open }}
{% if result.is_error %}{{ format.results.error }}{% endif %}
{{ result.content }}
{{ format.results.close }}
{%- endfor %}
"""
_OBJECT = """\
{% for result in results %}
{% if not loop.first %}

{% endif %}
{{ format.results.error if result.is_error else format.results.open }}\
{{ result.content | json_value }}{{ format.results.close }}
{%- endfor %}
"""


@dataclass(frozen=True, slots=True)
class ResultStyle:
    """One shape of a result; ``{a}`` and ``{b}`` are drawn words."""

    axis: ResultPlacement
    role: Literal["user", "tool"]
    open: str
    close: str
    jinja: str = _TAGGED
    error: str = "Error: "

    @property
    def markers(self) -> tuple[str, ...]:
        """What betrays a result that a model wrote itself."""
        listed = [self.open.strip(), self.close.strip()]
        if self.jinja == _OBJECT:
            listed.append(self.error.strip())
        return tuple(filter(telling, listed))

    def spelt(self, first: str, second: str) -> "ResultStyle":
        """Return the style with words in it."""
        words = {"a": first, "b": second}
        return replace(
            self,
            open=self.open.format_map(words),
            close=self.close.format_map(words),
            error=self.error.format_map(words),
        )


NATIVE_RESULTS = (
    ResultStyle("user with tag", "user", "<{a}>", "</{a}>", _ON_LINES),
    ResultStyle("own role", "tool", "<{a}>", "</{a}>"),
    ResultStyle("ipython", "tool", '{{"{a}": ', "}}", _OBJECT, '{{"{b}": '),
    ResultStyle("own token", "tool", "<|{a}|>", "<|/{a}|>"),
    ResultStyle("line prefix", "user", "{a}> ", ""),
)
"""Shapes that families have."""


def in_call_syntax(envelope: EnvelopeStyle) -> ResultStyle:
    """Return the shape that puts a result into the kind of envelope that calls stand in."""
    jinja = _ON_LINES if envelope.lines else _TAGGED
    return ResultStyle("call syntax", "user", envelope.open, envelope.close, jinja)

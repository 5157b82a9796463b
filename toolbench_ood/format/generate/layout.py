"""The layout of calls in a message: the ``calls.jinja`` of a generated format."""

_EACH = """\
{% for call in calls %}
{% if not loop.first %}

{% endif %}
{{ format.section.open }}GAPCALLEND
{%- endfor %}
"""
_CLOSE = "{{ format.section.close }}"
_TOGETHER = """\
{{ format.section.open }}
{%- for call in calls %}
CALL{% if not loop.last %}{{ format.section.separator }} {% endif %}
{%- endfor %}
{{ format.section.close }}
"""
_ON_LINES = """\
{{ format.section.open }}
{% for call in calls %}
{% if not loop.first %}

{% endif %}
CALL{% if not loop.last %}{{ format.section.separator }}{% endif %}
{%- endfor %}
END"""


def calls_template(call: str, *, many: bool, lines: bool, closed: bool) -> str:
    """Return a template around the Jinja of one call.

    Args:
        call: writes one call.
        many: whether one section contains all calls.
        lines: whether delimiters and calls are on separate lines.
        closed: whether sections have a closing delimiter.
    """
    if not many:
        edge = "\n" if lines else ""
        gap, end = (edge, f"{edge}{_CLOSE}") if closed else (edge or " ", "")
        return _EACH.replace("GAP", gap).replace("END", end).replace("CALL", call)
    if not lines:
        return _TOGETHER.replace("CALL", call)
    return _ON_LINES.replace("END", f"\n{_CLOSE}\n" if closed else "").replace("CALL", call)

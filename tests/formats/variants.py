"""Other shapes of format, made of TOML and one template: what the readers must take without change.

Each follows the grammar of a catalogue entry, which its name is taken from.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from toolbench_ood.format.goldens import write_goldens
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.shipped import shipped

_OBJECT = (
    '{"{{ format.arguments.name_key }}": {{ call.name | json }}, '
    '"{{ format.arguments.arguments_key }}": {{ call.arguments | json }}}'
)
_SLOT = (
    "{{ format.call.open }}{{ call.name }}{{ format.call.name_close }}"
    "{{ call.arguments | json }}{{ format.call.close }}"
)
_TAGS = (
    "{{ format.call.open }}{{ call.name }}{{ format.call.name_close }}"
    "{% for name, value in call.arguments.items() %}"
    "{{ format.arguments.open }}{{ name }}{{ format.arguments.name_close }}"
    "{{ format.arguments.value_open }}{{ value | raw }}{{ format.arguments.close }}"
    "{% endfor %}{{ format.call.close }}"
)
_KWARGS = (
    "{{ call.name }}{{ format.call.name_close }}{% for name, value in call.arguments.items() %}"
    "{{ name }}{{ format.arguments.assign }}{{ value | python_literal }}"
    "{% if not loop.last %}{{ format.arguments.separator }} {% endif %}{% endfor %}"
    "{{ format.call.close }}"
)


def _each(call: str) -> str:
    """A section around every call."""
    section = "{{ format.section.open }}" + call + "{{ format.section.close }}"
    return "{% for call in calls %}" + section + "{% endfor %}"


def _all(call: str, between: str = "{{ format.section.separator }}") -> str:
    """One section around all calls."""
    join = "{% if not loop.last %}" + between + "{% endif %}"
    body = "{% for call in calls %}" + call + join + "{% endfor %}"
    return "{{ format.section.open }}" + body + "{{ format.section.close }}"


_JSON = '[arguments]\nencoding = "json_object"\nname_key = "name"\narguments_key = "arguments"\n'
_JSON_SLOT = '[arguments]\nencoding = "json_object"\n'

VARIANTS: Mapping[str, tuple[str, str, str]] = {
    "bare_json": (
        '[section]\ncalls = "many"\nseparator = ";"\nrepeat = false\n'
        + _JSON.replace('"arguments"\n', '"parameters"\n'),
        _all(_OBJECT),
        "lossy = []",
    ),
    "json_array": (
        '[section]\nopen = "["\nclose = "]"\ncalls = "many"\nseparator = ","\nrepeat = false\n'
        + _JSON,
        _all(_OBJECT),
        "lossy = []",
    ),
    "array_in_tags": (
        '[section]\nopen = "<calls>["\nclose = "]</calls>"\ncalls = "many"\nseparator = ","\n'
        "repeat = false\n" + _JSON,
        _all(_OBJECT),
        "lossy = []",
    ),
    "prefix_slot": (
        '[section]\nopen = "[TOOL_CALLS]"\n[call]\nname_close = "[ARGS]"\n' + _JSON_SLOT,
        _each(_SLOT),
        "lossy = []",
    ),
    "section_slot": (
        '[section]\nopen = "<|calls|>"\nclose = "<|/calls|>"\ncalls = "many"\nrepeat = false\n'
        '[call]\nopen = "<|call|>"\nname_close = "<|sep|>"\nclose = "<|/call|>"\n' + _JSON_SLOT,
        _all(_SLOT),
        "lossy = []",
    ),
    "key_value_tags": (
        (
            '[section]\nopen = "<run>"\nclose = "</run>"\n'
            '[arguments]\nencoding = "raw_tags"\nopen = "<k>"\nname_close = "</k>"\n'
            'value_open = "<v>"\nclose = "</v>"\nstrip_newline = false\n'
        ),
        _each(_TAGS),
        'lossy = ["endtag", "ambiguous_string"]',
    ),
    "attribute_tags": (
        (
            '[section]\nopen = "<m:call>"\nclose = "</m:call>"\ncalls = "many"\nrepeat = false\n'
            '[call]\nopen = "<invoke name=\\""\nname_close = "\\">"\nclose = "</invoke>"\n'
            '[arguments]\nencoding = "raw_tags"\nopen = "<arg name=\\""\nname_close = "\\">"\n'
            'close = "</arg>"\nstrip_newline = false\n'
        ),
        _all(_TAGS),
        'lossy = ["endtag", "ambiguous_string"]',
    ),
    "kwargs_lines": (
        (
            '[section]\nopen = "<fc>"\nclose = "</fc>"\ncalls = "many"\nrepeat = false\n'
            '[call]\nname_close = "("\nclose = ")"\n[arguments]\nencoding = "python_kwargs"\n'
        ),
        _all(_KWARGS, between="\n\n"),
        'lossy = ["hyphenname", "dotname", "hyphenkey", "kwkey"]',
    ),
    "kwargs_in_braces": (
        (
            '[section]\nopen = "~{"\nclose = "}~"\ncalls = "many"\nseparator = ";"\n'
            'repeat = false\n[call]\nname_close = "("\nclose = ")"\n'
            '[arguments]\nencoding = "python_kwargs"\n'
        ),
        _all(_KWARGS),
        'lossy = ["hyphenname", "dotname", "hyphenkey", "kwkey"]',
    ),
}
"""Body of ``format.toml``, ``calls.jinja`` and the declared lossy set, by name."""


def make_variants(folder: Path) -> FormatLibrary:
    """Write all variants as format folders and return a library that holds them too."""
    hermes = shipped("formats") / "hermes"
    toml = (hermes / "format.toml").read_text("utf-8")
    axes = toml[toml.index("[axes]") : toml.index("[section]")]
    rest = toml[toml.index("[prose]") : toml.index("how = ")] + "how = 'Write as shown here.'\n"
    for name, (body, calls, lossy) in VARIANTS.items():
        made = folder / name
        shutil.copytree(hermes, made)
        head = (
            f'name = "{name}"\nversion = 1\nfamily = "test"\nkind = "synthetic"\nsource = "test"\n'
        )
        (made / "format.toml").write_text(f"{head}{lossy}\n{axes}{body}{rest}", encoding="utf-8")
        (made / "calls.jinja").write_text(calls, encoding="utf-8")
    library = FormatLibrary([folder])
    for name in VARIANTS:
        write_goldens(library.load(name))
    return library

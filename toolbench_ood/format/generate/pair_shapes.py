"""Calls with name-value pairs as arguments, which most shapes that occur in no family use."""

from dataclasses import replace

from toolbench_ood.format.axes import Batching
from toolbench_ood.format.generate.shape import CallShape

_ITEMS: tuple[Batching, ...] = ("repeated block", "section with items")
_LINES: tuple[Batching, ...] = ("repeated block", "newline list")

_HEAD = "{{ format.call.open }}{{ call.name }}{{ format.call.name_close }}"
_SPACED_HEAD = "{{ format.call.open }} {{ call.name }}{{ format.call.name_close }}"
_PAIRS = "{% for name, value in call.arguments.items() %}{% set form = value | form %}"
_PAIR = "{{ form.open }}{{ name }}{{ form.assign }}{{ value | spelt }}{{ form.close }}"
_JOIN = "{% if not loop.last %}{{ format.arguments.separator }} {% endif %}"
_TIGHT_JOIN = "{% if not loop.last %}{{ format.arguments.separator }}{% endif %}"
_END = "{% endfor %}{{ format.call.close }}"
_PHRASE = "the tool's name and each argument's name and value"
_JSON_VALUES = f"{_PHRASE} as JSON, in the delimiters shown below"

_LISP = {
    "true": "#t",
    "false": "#f",
    "null": "nil",
    "list_open": "(list",
    "list_close": ")",
    "map_open": "(map",
    "map_close": ")",
    "separator": "",
    "assign": "",
}
_ANGLES = {
    "true": "yes",
    "false": "no",
    "null": "none",
    "list_open": "<<",
    "list_close": ">>",
    "map_open": "<:",
    "map_close": ":>",
    "separator": ";",
    "assign": "=",
}
_SQL = {
    "string": "doubled",
    "quote": "'",
    "true": "TRUE",
    "false": "FALSE",
    "null": "NULL",
    "containers": "quoted json",
    "json_prefix": "JSON ",
}

_PLIST = CallShape(
    "functor argument",
    "plist",
    "syntactic",
    "json",
    _ITEMS,
    {"encoding": "pairs", "literal": _LISP, "forms": [{"open": ":", "value": "literal"}]},
    f"{_SPACED_HEAD}{_PAIRS} {{{{ form.open }}}}{{{{ name }}}} {{{{ value | spelt }}}}{_END}",
    f"{_PHRASE}, a string in double quotes as in JSON and lists, objects and constants as in "
    "{{ [true, false, none, {'key': [1, 2]}] | literal }}",
    {"open": "({a}", "close": ")"},
)

FAR_PAIRS = (
    _PLIST,
    replace(_PLIST, arguments={**_PLIST.arguments, "literal": _ANGLES}),
    CallShape(
        "path",
        "path assignment",
        "syntactic",
        "json",
        _LINES,
        {
            "encoding": "pairs",
            "forms": [{"open": "{a}.{b}.", "assign": "=", "value": "json", "close": ";"}],
        },
        f"{_SPACED_HEAD}{_PAIRS} {{{{ form.open }}}}{{{{ name }}}} {{{{ form.assign }}}} "
        "{{ value | spelt }}{{ form.close }}{% endfor %} {{ format.call.close }}",
        _JSON_VALUES,
        {"open": "{a}.{c} =", "name_close": ";", "close": "{a}.{d};"},
    ),
    CallShape(
        "callable",
        "flags",
        "operator",
        "shell",
        _LINES,
        {
            "encoding": "pairs",
            "forms": [
                {"types": ["string"], "open": "--", "value": "shell"},
                {"open": "--", "assign": ":=", "value": "json"},
            ],
        },
        f"{_SPACED_HEAD}{_PAIRS} {{{{ form.open }}}}{{{{ name }}}}{{{{ form.assign or ' ' }}}}"
        "{{ value | spelt }}{% endfor %}{{ format.call.close }}",
        f"{_PHRASE}, a string in single quotes as in a shell and any other value as JSON after :=",
        {"open": "{a}$", "close": ";"},
    ),
    CallShape(
        "path",
        "query string",
        "operator",
        "percent",
        _LINES,
        {
            "encoding": "pairs",
            "separator": "&",
            "forms": [
                {"types": ["string"], "assign": "=", "value": "percent"},
                {"assign": ":=", "value": "percent_json"},
            ],
        },
        f"{_HEAD}{_PAIRS}{_PAIR}{_TIGHT_JOIN}{_END}",
        f"{_PHRASE}, a string after = and any other value as JSON after :=, both percent-encoded",
        {"open": "{a}://", "name_close": "?", "close": "#"},
    ),
    CallShape(
        "functor argument",
        "macro",
        "operator",
        "latex",
        _LINES,
        {
            "encoding": "pairs",
            "forms": [
                {
                    "types": ["string"],
                    "open": "\\{b}{{",
                    "assign": "}}{{",
                    "value": "latex",
                    "close": "}}",
                },
                {"open": "\\{c}{{", "assign": "}}{{", "value": "json", "close": "}}"},
            ],
        },
        f"{_HEAD}{_PAIRS}{_PAIR}{_END}",
        f"{_PHRASE} in the macros shown below, a string with a backslash before each brace and "
        "backslash and any other value as JSON",
        {"open": "\\{a}{{", "name_close": "}}{{", "close": "}}"},
    ),
    CallShape(
        "json key",
        "indented block",
        "syntactic",
        "json",
        ("section with items",),
        {
            "encoding": "pairs",
            "separator": "\n",
            "forms": [{"assign": ":", "value": "json"}],
        },
        "{{ format.call.open }} {{ call.name }}\n  {{ format.call.name_close }}"
        f"{_PAIRS}\n\n    {{{{ name }}}}{{{{ form.assign }}}} {{{{ value | spelt }}}}"
        "{% endfor %}",
        f"{_PHRASE} as JSON, each on its own line",
        {"open": "- {a}:", "name_close": "{b}:"},
    ),
    CallShape(
        "json key",
        "key value lines",
        "syntactic",
        "json",
        _LINES,
        {
            "encoding": "pairs",
            "separator": "\n",
            "forms": [{"open": "{b}.", "assign": "=", "value": "json"}],
        },
        f"{_HEAD}{_PAIRS}\n\n{{{{ form.open }}}}{{{{ name }}}} {{{{ form.assign }}}} "
        "{{ value | spelt }}{% endfor %}\n\n{{ format.call.close }}",
        f"{_PHRASE} as JSON, each on its own line",
        {"open": '{a} = "', "name_close": '"', "close": "{c};"},
    ),
    CallShape(
        "functor argument",
        "pair list",
        "syntactic",
        "json",
        _LINES,
        {
            "encoding": "pairs",
            "separator": ",",
            "literal": {"assign": "/"},
            "forms": [{"assign": "/", "value": "literal"}],
        },
        f"{_HEAD}{_PAIRS}{_PAIR}{_JOIN}{_END}",
        f"{_PHRASE}, with / between a name or key and its value and otherwise as in JSON",
        {"open": "{a}(", "name_close": ", [", "close": "])."},
    ),
    CallShape(
        "callable",
        "named arrow",
        "syntactic",
        "sql",
        _LINES,
        {
            "encoding": "pairs",
            "separator": ",",
            "literal": _SQL,
            "forms": [{"assign": "=>", "value": "literal"}],
        },
        f"{_SPACED_HEAD}{_PAIRS}{{{{ name }}}} {{{{ form.assign }}}} "
        f"{{{{ value | spelt }}}}{_JOIN}{_END}",
        f"{_PHRASE}, a string in single quotes as in SQL and a list or an object as in "
        "{{ ['it\\'s'] | literal }}",
        {"open": "{a}:", "name_close": "(", "close": ");"},
    ),
    CallShape(
        "callable",
        "positional",
        "syntactic",
        "json",
        _LINES,
        {
            "encoding": "pairs",
            "keys": "declared",
            "separator": ",",
            "omitted": "_",
            "forms": [{"value": "json"}],
        },
        f"{_HEAD}{{% for name in declared.get(call.name, call.arguments) %}}"
        "{% if name in call.arguments %}{{ call.arguments[name] | spelt }}"
        f"{{% else %}}{{{{ format.arguments.omitted }}}}{{% endif %}}{_JOIN}{_END}",
        "the tool's name and the values of the arguments as JSON, in the order in which the "
        "arguments are listed above and with {{ format.arguments.omitted }} for each that you "
        "leave out",
        {"open": "{a}:", "name_close": "<", "close": ">"},
    ),
)
"""Shapes with an argument encoding that occurs in no family."""

NATIVE_PAIRS = (
    CallShape(
        "functor argument",
        "custom literal",
        "syntactic",
        "token quotes",
        _ITEMS,
        {
            "encoding": "pairs",
            "separator": ",",
            "literal": {"string": "token", "quote": "<|{b}|>", "map_key": "bare"},
            "forms": [{"assign": ":", "value": "literal"}],
        },
        f"{_HEAD}{_PAIRS}{_PAIR}{_TIGHT_JOIN}{_END}",
        f"{_PHRASE}, with {{{{ format.arguments.literal.quote }}}} before and after a string, "
        "keys without quotes, and otherwise as in JSON",
        {"open": "{a}:", "name_close": "{{", "close": "}}"},
        ("endtag",),
    ),
    CallShape(
        "attribute",
        "typed tags",
        "attribute",
        "raw",
        _ITEMS,
        {
            "encoding": "pairs",
            "forms": [
                {
                    "types": ["string"],
                    "open": '{l}{b} {c}="',
                    "assign": '" {d}="text"{r}',
                    "value": "raw",
                    "close": "{l}/{b}{r}",
                },
                {
                    "open": '{l}{b} {c}="',
                    "assign": '" {d}="json"{r}',
                    "value": "json",
                    "close": "{l}/{b}{r}",
                },
            ],
        },
        f"{_HEAD}{_PAIRS}{_PAIR}{_END}",
        f"{_PHRASE} in the tags shown below, a string as it is, without quotes, and any other "
        "value as JSON",
        {"open": '{l}{a} {c}="', "name_close": '"{r}', "close": "{l}/{a}{r}"},
        ("endtag",),
        raw=True,
    ),
)
"""Shapes of pairs that occur in families."""

"""What models of the tag and call-expression families write reads back exactly.

The literals are those of the project's format catalogue (sections C2 to C5, D1 and D2) for the
task of its section 0. A family whose members differ only in line breaks gives one for each.
"""

from cases import for_each
from shipped_formats import LIBRARY

from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS
from toolbench_ood.types.call import same_calls
from toolbench_ood.types.finding import Code, Severity, primary
from toolbench_ood.types.tool import ToolSpec

_ONE: dict[str, str] = {
    "minimax_m2": (
        '<minimax:tool_call>\n<invoke name="get_weather">\n'
        '<parameter name="city">Paris</parameter>\n<parameter name="days">3</parameter>\n'
        "</invoke>\n</minimax:tool_call>"
    ),
    "glm47": (
        "<tool_call>get_weather<arg_key>city</arg_key><arg_value>Paris</arg_value>"
        "<arg_key>days</arg_key><arg_value>3</arg_value></tool_call>"
    ),
    "glm47 as GLM-4.5": (
        "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>\n"
        "<arg_key>days</arg_key>\n<arg_value>3</arg_value>\n</tool_call>"
    ),
    "seed_oss": (
        "<seed:tool_call>\n<function=get_weather>\n<parameter=city>Paris</parameter>\n"
        "<parameter=days>3</parameter>\n</function>\n</seed:tool_call>"
    ),
    "lfm2": "<|tool_call_start|>[get_weather(city='Paris', days=3)]<|tool_call_end|>",
    "llama4_pythonic": "<|python_start|>[get_weather(city='Paris', days=3)]<|python_end|>",
}

_TWO: dict[str, str] = {
    "minimax_m2": (
        '<minimax:tool_call>\n<invoke name="get_weather">\n'
        '<parameter name="city">Paris</parameter>\n<parameter name="days">3</parameter>\n'
        '</invoke>\n<invoke name="get_time">\n<parameter name="tz">Europe/Paris</parameter>\n'
        "</invoke>\n</minimax:tool_call>"
    ),
    "glm47": (
        "<tool_call>get_weather<arg_key>city</arg_key><arg_value>Paris</arg_value>"
        "<arg_key>days</arg_key><arg_value>3</arg_value></tool_call>"
        "<tool_call>get_time<arg_key>tz</arg_key><arg_value>Europe/Paris</arg_value></tool_call>"
    ),
    "glm47 as GLM-4.5": (
        "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>\n"
        "<arg_key>days</arg_key>\n<arg_value>3</arg_value>\n</tool_call>\n"
        "<tool_call>get_time\n<arg_key>tz</arg_key>\n<arg_value>Europe/Paris</arg_value>\n"
        "</tool_call>"
    ),
    "seed_oss": (
        "<seed:tool_call>\n<function=get_weather>\n<parameter=city>Paris</parameter>\n"
        "<parameter=days>3</parameter>\n</function>\n</seed:tool_call>\n"
        "<seed:tool_call>\n<function=get_time>\n<parameter=tz>Europe/Paris</parameter>\n"
        "</function>\n</seed:tool_call>"
    ),
    "lfm2": (
        "<|tool_call_start|>[get_weather(city='Paris', days=3), get_time(tz='Europe/Paris')]"
        "<|tool_call_end|>"
    ),
    "llama4_pythonic": (
        "<|python_start|>[get_weather(city='Paris', days=3), get_time(tz='Europe/Paris')]"
        "<|python_end|>"
    ),
}

_GOLDS = [
    (label, text, count) for count, golds in ((1, _ONE), (2, _TWO)) for label, text in golds.items()
]


@for_each(("label", "text", "count"), _GOLDS)
def test_golds_read_back(label: str, text: str, count: int) -> None:
    """A family's own literal gives exactly its calls, and nothing above benign is found."""
    fmt = LIBRARY.load(label.split(maxsplit=1)[0])
    reading = fmt.read(text, GOLDEN_TOOLS)
    assert same_calls(reading.calls, GOLDEN_CALLS[:count])
    assert all(found.severity <= Severity.BENIGN for found in reading.findings)
    assert reading.content == ""


@for_each("count", [1, 2])
@for_each("name", sorted(label for label in _ONE if " " not in label))
def test_golds_are_what_is_written(name: str, count: int) -> None:
    """The writer spells calls as the family's models do, sign by sign."""
    gold = (_ONE, _TWO)[count - 1][name]
    assert LIBRARY.load(name).write(GOLDEN_CALLS[:count], GOLDEN_TOOLS) == gold


@for_each(
    ("body", "code"),
    [
        ("book<arg_key>city</arg_key><arg_value>Rome</arg_value>", Code.E2_TRUNCATED),
        ("book", Code.E2_TRUNCATED),
        ("book\nRome\n2\n</tool_call>", Code.A6_NONLITERAL),
        ('book{"city": "Rome"}</tool_call>', Code.P4_CHIMERA),
        ("book<arg_key>city</arg_key>Rome</tool_call>", Code.E5_MARKER_TYPO),
        ("book<arg_value>Rome</arg_value></tool_call>", Code.E1_UNBALANCED),
        ("book<argkey>city</argkey><arg_value>Rome</arg_value></tool_call>", Code.E5_MARKER_TYPO),
        (
            'book<arg_key>city</arg_key><arg_value>Rome</arg_value>{"nights": 2}</tool_call>',
            Code.P4_CHIMERA,
        ),
        ("<arg_key>city</arg_key><arg_value>Rome</arg_value></tool_call>", Code.H1_NAME_MISSING),
        ("<invoke>book</invoke></tool_call>", Code.A7_KEY_ALIAS),
    ],
)
def test_calls_that_only_the_section_closes(body: str, code: Code, booking: list[ToolSpec]) -> None:
    """What stands in a GLM call and is no argument leaves no call behind: one may be lost in it."""
    reading = LIBRARY.load("glm47").read(f"<tool_call>{body}", booking)
    found = primary(reading.findings)
    assert found is not None
    assert found.code == code
    assert reading.calls == ()

"""What each policy makes of a draft, a call and a missing end in the reasoning."""

from dataclasses import replace

from cases import for_each
from shipped_formats import LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.finding import Code, Severity
from toolbench_ood.types.reasoning import ReasoningCalls, ReasoningMarks, Thinking
from toolbench_ood.types.tool import ToolSpec

DRAFT, MEANT = (Call("book", {"city": city, "nights": 2}) for city in ("Rome", "Oslo"))
BENIGN, OPEN = Severity.BENIGN, Severity.JUDGEMENT
INSIDE, UNCLOSED = Code.P2_WRONG_CHANNEL, Code.E1_UNBALANCED
FORMATS = ("hermes", "pythonic", "react", "kimi_k2", "yamlblk")

POLICIES: dict[str, dict[str, tuple[list[Call], list[tuple[Code, Severity]]]]] = {
    "ignore": {
        "draft": ([MEANT], [(INSIDE, BENIGN)]),
        "inside": ([], [(INSIDE, BENIGN)]),
        "inside, unclosed": ([], [(INSIDE, BENIGN), (UNCLOSED, BENIGN)]),
        "unclosed": ([], [(UNCLOSED, BENIGN)]),
        "closed": ([MEANT], []),
    },
    "run": {
        "draft": ([DRAFT, MEANT], [(INSIDE, BENIGN)]),
        "inside": ([DRAFT], [(INSIDE, BENIGN)]),
        "inside, unclosed": ([DRAFT], [(INSIDE, BENIGN), (UNCLOSED, BENIGN)]),
        "unclosed": ([], [(UNCLOSED, BENIGN)]),
        "closed": ([MEANT], []),
    },
    "fault": {
        "draft": ([MEANT], [(INSIDE, OPEN)]),
        "inside": ([], [(INSIDE, Severity.DETERMINISTIC)]),
        "inside, unclosed": ([], [(INSIDE, Severity.DETERMINISTIC)]),
        "unclosed": ([], [(UNCLOSED, OPEN)]),
        "closed": ([MEANT], []),
    },
}
"""The calls that are read, and the findings, by policy and by what stands in the message."""


def thinking(name: str, calls: ReasoningCalls, *, opened: bool) -> Format:
    """Return a format of a model that reasons between Mistral's marks."""
    marks = ReasoningMarks("[THINK]", "[/THINK]", opened_by_prompt=opened)
    return replace(LIBRARY.load(name), thinking=Thinking(marks, calls))


@for_each("name", FORMATS)
@for_each("kind", ["draft", "inside", "inside, unclosed", "unclosed", "closed"])
@for_each("policy", ["ignore", "run", "fault"])
@for_each("opened", [True, False])
def test_the_policy_decides(
    name: str, kind: str, policy: ReasoningCalls, opened: bool, booking: list[ToolSpec]
) -> None:
    """Calls in the reasoning are counted, run or at fault; reasoning is never content."""
    fmt = thinking(name, policy, opened=opened)
    draft, meant = (fmt.write([call], booking) for call in (DRAFT, MEANT))
    text = ("" if opened else "[THINK]") + {
        "draft": f"So.\n{draft}\nNo.\n[/THINK]\n\n{meant}",
        "inside": f"So.\n{draft}\n[/THINK]\n\nDone.",
        "inside, unclosed": f"So.\n{draft}\n",
        "unclosed": "So, <think> 2 nights.",
        "closed": f"So, 2 nights.[/THINK]\n\n{meant}",
    }[kind]
    calls, findings = POLICIES[policy][kind]
    reading = fmt.read(text, booking)
    assert same_calls(reading.calls, calls)
    assert [(found.code, found.severity) for found in reading.findings] == findings
    assert reading.content == ("Done." if kind == "inside" else "")
    assert reading.reasoning.startswith("So")

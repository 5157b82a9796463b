"""What a model is told when its message, or one of its calls, is refused."""

from collections.abc import Sequence

from toolbench_ood.types.call import ToolOutput
from toolbench_ood.types.finding import REASONING, Code, Finding, primary
from toolbench_ood.types.tool import ToolSpec

_FAULTS = {
    Code.P2_WRONG_CHANNEL: "the call is inside the reasoning",
    Code.P3_FOREIGN_FORMAT: "the call is in a different format from the one described",
    Code.P4_CHIMERA: "the call mixes the format described with another one",
    Code.P5_OUTSIDE_FORMAT: "the call is not written in the format described",
    Code.E1_UNBALANCED: "an opening or closing delimiter is missing",
    Code.E2_TRUNCATED: "the message ends in the middle of a call",
    Code.E3_EXTRA_TEXT: "there is text where only calls are allowed",
    Code.E4_FAKE_RESULT: "the message contains a result, and results come only from the tools",
    Code.E5_MARKER_TYPO: "a delimiter is misspelled",
    Code.E6_BATCHING: "several calls are not combined in the way described",
    Code.E7_SPELT_MARKER: "a delimiter is spelled out in place of its control token",
    Code.H1_NAME_MISSING: "the name of the tool is missing",
    Code.H2_NAME_DECORATED: "the name of the tool is not written as listed",
    Code.H3_ID_INVALID: "the id of the call is missing or wrong",
    Code.A1_ARGS_SYNTAX: "the arguments cannot be parsed",
    Code.A2_ARGS_REPAIRABLE: "the arguments are not written in the way described",
    Code.A3_ESCAPE: "a value is not escaped in the way described",
    Code.A4_WRONG_CONTAINER: "the arguments are in the wrong kind of container",
    Code.A5_DUP_KEY: "an argument is given twice",
    Code.A6_NONLITERAL: "the value of an argument is not a literal",
    Code.A7_KEY_ALIAS: "a key does not have the name described",
    Code.A8_CONTROL_TOKEN: "a control token is inside the name or an argument of a call",
}


def fault_output(findings: Sequence[Finding]) -> ToolOutput:
    """Say in one sentence what was wrong with a message's structure; no call was made."""
    worst = primary(tuple(findings))
    words = _FAULTS.get(worst.code) if worst else None
    if worst and (worst.code, worst.kind) == (Code.E1_UNBALANCED, REASONING):
        words = "the reasoning does not end"
    sentence = f"No call was made: {words or 'the message cannot be parsed'}."
    return ToolOutput(sentence, is_error=True)


def refusal_text(findings: Sequence[Finding], tools: Sequence[ToolSpec]) -> str:
    """Say why one readable call was not made."""
    if any(finding.code is Code.S1_NAME_UNKNOWN for finding in findings):
        names = ", ".join(tool["function"]["name"] for tool in tools)
        return f"There is no tool with that name. The available tools are: {names}."
    return "; ".join(finding.detail or finding.code.value for finding in findings)

"""What a model is told when its message, or one of its calls, is refused."""

from collections.abc import Sequence

from toolbench_ood.types.call import ToolOutput
from toolbench_ood.types.finding import Code, Finding, primary
from toolbench_ood.types.tool import ToolSpec

_FAULTS = {
    Code.P2_WRONG_CHANNEL: "the call stands inside the reasoning",
    Code.P3_FOREIGN_FORMAT: "the call is written in another format than the one declared",
    Code.P4_CHIMERA: "the call mixes the declared format with another one",
    Code.E1_UNBALANCED: "an opening or closing marker is missing",
    Code.E2_TRUNCATED: "the message ends inside a call",
    Code.E3_EXTRA_TEXT: "there is text where only calls may stand",
    Code.E4_FAKE_RESULT: "only the system writes results",
    Code.E5_MARKER_TYPO: "a marker is misspelt",
    Code.E6_BATCHING: "the calls are not put together in the declared way",
    Code.H1_NAME_MISSING: "the tool's name is missing",
    Code.H2_NAME_DECORATED: "the tool's name is not written as declared",
    Code.H3_ID_INVALID: "the call's id is missing or wrong",
    Code.A1_ARGS_SYNTAX: "the arguments cannot be read",
    Code.A2_ARGS_REPAIRABLE: "the arguments are not written as declared",
    Code.A3_ESCAPE: "a value is not escaped as declared",
    Code.A4_WRONG_CONTAINER: "the arguments stand in the wrong container",
    Code.A5_DUP_KEY: "an argument is given twice",
    Code.A6_NONLITERAL: "an argument is no literal value",
    Code.A7_KEY_ALIAS: "a key is not named as declared",
}


def fault_output(findings: Sequence[Finding]) -> ToolOutput:
    """Say in one sentence what was wrong with a message's structure; no call was carried out."""
    worst = primary(tuple(findings))
    words = _FAULTS.get(worst.code) if worst else None
    sentence = f"No call was carried out: {words or 'the message cannot be read'}."
    return ToolOutput(sentence, is_error=True)


def refusal_text(findings: Sequence[Finding], tools: Sequence[ToolSpec]) -> str:
    """Say why one readable call was not carried out."""
    if any(finding.code is Code.S1_NAME_UNKNOWN for finding in findings):
        names = ", ".join(tool["function"]["name"] for tool in tools)
        return f"There is no tool of that name. The tools are: {names}."
    return "; ".join(finding.detail or finding.code.value for finding in findings)

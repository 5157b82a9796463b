"""One case as it was played, for a terminal or a pipe."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text

from toolbench_ood.report.underline import Mark, underlined
from toolbench_ood.report.visible import visible_text
from toolbench_ood.report.words import plural
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import CallEntry, FindingEntry
from toolbench_ood.run.played import Played, Said, Span, Step
from toolbench_ood.world.state_diff import StateRow

_NARROWEST = 20
_ABSENT = "(absent)"

_STOPS = {
    Stop.ANSWERED: "the case was played to the end",
    Stop.STEP_LIMIT: "the model used up its messages",
    Stop.TOKEN_LIMIT: "the model used up its tokens",
    Stop.CONTEXT_FULL: "the conversation did not fit into the model's context",
    Stop.FAULT_LIMIT: "too many messages had broken structure",
    Stop.REPEATED_MESSAGE: "the model wrote the same message over and over",
    Stop.ENGINE_ERROR: "the engine failed, which is not the model's fault",
    Stop.PROGRAM_ERROR: "the program failed, which is not the model's fault",
}
"""How a case ended."""


def print_played(played: Played, file: TextIO | None = None) -> None:
    """Print a case; in colour only if the file is a terminal that supports it."""
    console = Console(
        file=file or sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True
    )
    for line in _lines(played, max(console.width, _NARROWEST)):
        console.print(line)


def _lines(played: Played, width: int) -> Iterator[Text]:
    yield _plain(played.case, "bold")
    yield _plain(f"model {played.model}: {_outcome(played)}")
    for note in played.notes:
        yield _plain(f"note: {note}", "yellow")
    for number, step in enumerate(played.steps, start=1):
        yield from _step(number, step, played.unit, width)
    yield from _state(played)
    yield from _why(played)


def _outcome(played: Played) -> str:
    solved = "solved" if played.solved else "not solved"
    solved = solved if Stop(played.stop).scored else "not scored"
    structure = "well-formed" if played.well_formed else "not well-formed"
    return f"{solved}, {structure}, {plural(len(played.steps), 'message')}"


def _step(number: int, step: Step, unit: str, width: int) -> Iterator[Text]:
    whole = plural(step.prompt_tokens, unit)
    new = plural(step.prompt_tokens - step.resent_tokens, unit)
    shown = f"prompt, {whole}" if number == 1 else f"new in the prompt, {new} of {whole}"
    yield from _title(f"step {number}: {shown}")
    for said in step.prompt:
        yield from _said(said, width)
    cut = "" if step.finish == "stop" else ", cut off by a budget"
    begun = f" after {step.given!r}, which the arm wrote" if step.given else ""
    written = plural(step.completion_tokens, unit)
    yield from _title(f"step {number}: completion, {written}{begun}{cut}")
    yield from underlined(_pairs(step.completion), [_mark(each) for each in step.findings], width)
    for call in step.calls:
        yield from _call(call)


def _said(said: Said, width: int) -> Iterator[Text]:
    if said.role is not None:
        yield _plain(f"[{said.role}]", "bold")
    yield from underlined(_pairs(said.spans), (), width)


def _pairs(spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    return ((span.text, span.special) for span in spans)


def _mark(finding: FindingEntry) -> Mark:
    kind = f", {finding.kind}" if finding.kind else ""
    detail = f": {visible_text(finding.detail)}" if finding.detail else ""
    label = f"{finding.code} ({finding.severity}{kind}){detail}"
    style = "yellow" if finding.severity == "benign" else "red"
    return Mark(finding.start, finding.end, label, style)


def _call(call: CallEntry) -> Iterator[Text]:
    arguments = ", ".join(f"{name}={_json(value)}" for name, value in call.arguments.items())
    yield _plain(f"→ {call.name}({arguments})", "bold")
    words = {"ok": "carried out", "tool_error": "refused by the tool", "refused": "not carried out"}
    yield _plain(f"  {words[call.status]}: {call.result}", "" if call.status == "ok" else "red")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _state(played: Played) -> Iterator[Text]:
    if played.state is None:
        return
    yield from _title("final state of the world: the solution's changes and the model's")
    if not played.state:
        yield _plain("Neither the solution nor the model changes anything.")
    for row in sorted(played.state, key=lambda row: row.as_expected):
        yield from _row(row)


def _row(row: StateRow) -> Iterator[Text]:
    yield _plain(row.path, "green" if row.as_expected else "red")
    values = {"before": row.before, "solution": row.expected, "model": row.actual}
    if row.as_expected:
        values = {"before": row.before, "both": row.actual}
    for name, value in values.items():
        yield _plain(f"  {name:<8}  {_ABSENT if value is None else value}")


def _why(played: Played) -> Iterator[Text]:
    if played.solved:
        return
    yield from _title(f"why it is {'not solved' if Stop(played.stop).scored else 'not scored'}")
    yield _plain(f"{_STOPS[Stop(played.stop)]}; {played.failure or 'no details recorded'}")


def _title(text: str) -> Iterator[Text]:
    yield Text()
    yield _plain(f"--- {text} ---", "bold")


def _plain(text: str, style: str = "") -> Text:
    return Text(visible_text(text), style=style)

"""The growing transcript of one case, and the record that it becomes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from time import perf_counter, time
from typing import Literal

from toolbench_ood.rollout.episode import Heard, PlayedAsk
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import (
    AskEntry,
    CallEntry,
    FindingEntry,
    MessageEntry,
    Record,
    Timing,
)
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.session import Verdict
from toolbench_ood.types.control_span import ControlSpan
from toolbench_ood.types.finding import Finding
from toolbench_ood.types.generation import Completion
from toolbench_ood.types.piece import Pieces, plain


@dataclass(frozen=True, slots=True)
class Words:
    """The text of one message of the model's."""

    text: str
    given: int
    """How many characters at its beginning were written for the model."""
    controls: tuple[ControlSpan, ...] | None
    """Where control tokens stand in it; None: unknown."""


@dataclass(slots=True)
class Log:
    """Everything said in one case."""

    messages: list[MessageEntry] = field(default_factory=list)
    calls: list[CallEntry] = field(default_factory=list)
    findings: list[FindingEntry] = field(default_factory=list)
    closing: list[int] = field(default_factory=list)
    """Indices of the messages that answered asks."""
    started: float = field(default_factory=time)
    clock: float = field(default_factory=perf_counter)

    def said(self, role: Literal["system", "developer", "user", "tool"], pieces: Pieces) -> None:
        """Note what the model was shown."""
        self.messages.append(MessageEntry(role, plain(pieces)))

    def wrote(
        self, words: Words, completion: Completion, prompt_tokens: int, resent_tokens: int
    ) -> None:
        """Note what the model wrote."""
        self.messages.append(
            MessageEntry(
                "assistant",
                words.text,
                tokens=list(completion.tokens),
                finish=completion.finish.value,
                prompt_tokens=prompt_tokens,
                resent_tokens=resent_tokens,
                cached_tokens=completion.cached_tokens,
                given=words.given,
                controls=words.controls,
            )
        )

    def heard(self, heard: Heard) -> None:
        """Note what became of the message that was noted last."""
        message = len(self.messages) - 1
        self.closing += [message] if heard.new_ask else []
        self.findings += [_finding_entry(message, finding) for finding in heard.findings]
        self.calls += [
            CallEntry(
                message,
                executed.call.name,
                dict(executed.call.arguments),
                executed.status,
                executed.output.content,
            )
            for executed in heard.executed
        ]

    def record(self, case: Case, verdict: Verdict, stop: Stop, asks: Iterable[PlayedAsk]) -> Record:
        """Close the transcript."""
        return Record(
            case=case.id,
            task=case.task_id,
            suite=case.suite.name,
            split=case.suite.split.value,
            shift=case.shift,
            format=case.format.name,
            arm=case.arm,
            seed=case.seed,
            sample=case.sample,
            kind=case.task.kind.value,
            solved=verdict.solved,
            well_formed=not any(finding.breaks for finding in self.findings),
            stop=stop,
            failure=verdict.failure,
            asks=[_ask_entry(*each) for each in zip_longest(asks, self.closing)],
            messages=self.messages,
            calls=self.calls,
            findings=self.findings,
            time=Timing(self.started, perf_counter() - self.clock),
        )


def _ask_entry(played: PlayedAsk, closed_by: int | None) -> AskEntry:
    act = played.act
    return AskEntry(
        calls=sum(map(len, act.calls)),
        steps=len(act.calls),
        writes=sum(map(sum, act.writes)),
        writes_reached=played.reached,
        end=played.end,
        done=played.done,
        closed_by=closed_by,
    )


def _finding_entry(message: int, finding: Finding) -> FindingEntry:
    return FindingEntry(
        message=message,
        code=finding.code.value,
        severity=_SEVERITIES[finding.severity],
        start=finding.start,
        end=finding.end,
        call_index=finding.call_index,
        kind=finding.kind,
        detail=finding.detail,
    )


_SEVERITIES: tuple[Literal["benign", "deterministic", "judgement", "unrecoverable"], ...] = (
    "benign",
    "deterministic",
    "judgement",
    "unrecoverable",
)
"""By the values of Severity."""

"""A case in words: what the model is shown, and what becomes of what it writes.

No tokens, no prompts, no engine: the same code plays a live run, a replay and the oracle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from toolbench_ood.chat.chat import joined
from toolbench_ood.format.format import Format
from toolbench_ood.format.tools import Declared
from toolbench_ood.rollout.arms.arm import Help, Standing
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.rollout.feedback import fault_output, refusal_text
from toolbench_ood.rollout.writes import Writes
from toolbench_ood.shifts.layer import Exchange
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.oracle import Act
from toolbench_ood.tasks.session import AskEnd, Verdict
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.control_span import ControlSpan
from toolbench_ood.types.finding import Code, Finding, Severity
from toolbench_ood.types.piece import Pieces, data
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.world.world import World

_KEPT = 256
"""Declarations that are remembered."""

Status = Literal["ok", "tool_error", "refused"]


@dataclass(frozen=True, slots=True)
class Executed:
    """One readable call and what went back for it."""

    call: Call
    status: Status
    output: ToolOutput


@dataclass(frozen=True, slots=True)
class Say:
    """The next thing that the model is shown."""

    role: Literal["user", "tool"]
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of one message of the model's."""

    reading: Reading
    findings: tuple[Finding, ...]
    """The reading's, and those that only the conversation can know."""
    executed: tuple[Executed, ...]
    say: Say | None
    """What follows; None when the task is over."""
    new_ask: bool
    """Whether ``say`` opens another ask."""

    @property
    def faulty(self) -> bool:
        """Whether the message's structure kept its calls from being carried out."""
        return not self.reading.well_formed


@dataclass(frozen=True, slots=True)
class PlayedAsk:
    """How one ask went."""

    act: Act
    """What its solution does."""
    reached: int
    """How many of the solution's writes the model made in order."""
    end: AskEnd
    done: bool | None
    """Whether the world was as the solution leaves it when the ask was answered; None: it wasn't
    answered."""


class Episode:
    """One case being played, message by message."""

    def __init__(self, case: Case) -> None:
        """Build the case's world; nothing is asked yet."""
        self._case = case
        self._situation = case.situation
        self._arm = ARMS[case.arm]
        self._session = self._situation.session()
        self._surface = Surface(case)
        self._tools = self._surface.shown
        self._ask_index = -1
        self._solution: tuple[Call, ...] = ()
        self._calls: list[Call] = []
        self._writes: list[Writes] = []
        self._attempted = False

    @property
    def tools(self) -> tuple[ToolSpec, ...]:
        """The tools that the model has been shown so far."""
        return self._tools

    @property
    def world(self) -> World:
        """The world in which the case is played."""
        return self._session.world

    @property
    def verdict(self) -> Verdict | None:
        """None while the task goes on."""
        return self._session.verdict

    @property
    def help(self) -> Help:
        """What the case's arm changes in the next request."""
        return self._arm.help(
            Standing(self._case.format, self._tools, self._solution, len(self._calls))
        )

    def open(self) -> tuple[Pieces, Pieces]:
        """Return the declaration of the tools and the first ask."""
        ask = self._session.start()
        declaration = _declare(self._case.format, _Tools(self._tools))
        return declaration, self._put(ask)

    def earlier(self) -> Iterator[Exchange]:
        """Iterate over what was said before the first ask."""
        return self._surface.earlier()

    def hear(self, text: str, controls: Sequence[ControlSpan] | None = None) -> Heard:
        """Take the model's next message; carry out its calls, or take it as the answer.

        Args:
            text: the message.
            controls: where control tokens stand in it; None: unknown.
        """
        reading = self._case.format.read_tokens(text, self._tools, controls)
        taken = self._arm.read(reading)
        if not taken.well_formed:
            self._attempted = True
            return self._heard(reading, (), self._results([fault_output(reading.findings)]))
        if taken.calls:
            self._attempted = True
            self._surface.open_message()
            executed = tuple(self._execute(index, taken) for index in range(len(taken.calls)))
            return self._heard(reading, executed, self._results([each.output for each in executed]))
        return self._answered(reading)

    def overhear(self, text: str, controls: Sequence[ControlSpan] | None = None) -> Heard:
        """Read a message that was cut short: it counts as neither calls nor an answer."""
        reading = self._case.format.read_tokens(text, self._tools, controls)
        silent = reading.well_formed and not reading.calls
        findings = reading.findings + (self._silence("cut") if silent else ())
        return Heard(reading, findings, (), None, new_ask=False)

    @property
    def asks(self) -> Iterator[PlayedAsk]:
        """Iterate over all asks of the task, those not put included."""
        settled = self._session.settled
        for nth, act in enumerate(self._situation.acts):
            if nth >= len(self._writes):
                yield PlayedAsk(act, 0, AskEnd.NOT_REACHED, None)
            elif nth >= len(settled):
                yield PlayedAsk(act, self._writes[nth].reached, AskEnd.OPEN, None)
            else:
                yield PlayedAsk(act, self._writes[nth].reached, settled[nth].end, settled[nth].done)

    def give_up(self, reason: str) -> None:
        """End the case unsolved."""
        self._session.abandon(reason)

    def _answered(self, reading: Reading) -> Heard:
        findings = reading.findings + self._silence("prose" if reading.content else "empty")
        ask = self._judge(Reply(reading.content, tuple(self._calls)))
        say = Say("user", self._put(ask)) if ask is not None else None
        return Heard(reading, findings, (), say, new_ask=True)

    def _judge(self, reply: Reply) -> Ask | None:
        damage = self._surface.damage()
        return self._session.answer(reply, damage and f"{damage},")

    def _put(self, ask: Ask) -> Pieces:
        """Make an ask the open one and spell it, with the tools that it hands over."""
        self._ask_index += 1
        self._calls = []
        self._writes.append(Writes(self._situation.acts[self._ask_index], self.world.tools()))
        self._attempted = False
        act = self._situation.acts[self._ask_index]
        self._solution = self._surface.outward([call for calls in act.calls for call in calls])
        said = joined(data(self._surface.words(ask, self._ask_index)), self._hand_over(ask))
        words = self.help.words
        return joined(said, data(words)) if words else said

    def _hand_over(self, ask: Ask) -> Pieces:
        """Declare the tools that an ask hands over; nothing if it hands over none."""
        if not ask.hand_over:
            return ()
        added = tuple(tool for tool in self._surface.only(ask.hand_over) if tool not in self._tools)
        self._tools = Declared(self._tools + added)
        return self._case.format.declare_pieces(added, added=True)

    def _execute(self, index: int, reading: Reading) -> Executed:
        call = reading.calls[index]
        refusals = [
            finding
            for finding in reading.findings
            if finding.call_index == index and not finding.code.structural
        ]
        if refusals:
            text = refusal_text(refusals, self._tools)
            output = ToolOutput(text, call.name, call.id, is_error=True)
            return Executed(call, "refused", output)
        made, output = self._surface.carry_out(call, self._session.world)
        if made:
            self._calls.append(made)
            if not output.is_error:
                self._writes[-1].made(made)
        return Executed(call, "tool_error" if output.is_error else "ok", output)

    def _results(self, outputs: list[ToolOutput]) -> Say:
        format_ = self._case.format
        return Say(format_.results_role, format_.returned_pieces(outputs))

    def _heard(self, reading: Reading, executed: tuple[Executed, ...], say: Say) -> Heard:
        return Heard(reading, reading.findings, executed, say, new_ask=False)

    def _silence(self, kind: str) -> tuple[Finding, ...]:
        """Find that an ask which needs calls ended without so much as an attempt at one."""
        if self._attempted:
            return ()
        if not self._situation.acts[self._ask_index].calls:
            return ()
        return (Finding(Code.P1_NO_CALL, Severity.JUDGEMENT, 0, 0, kind=kind),)


class _Tools:
    """Declarations as a key: equal where they say the same, whatever objects they are."""

    def __init__(self, tools: Declared) -> None:
        self.tools = tools
        self._key = tools.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Tools) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=_KEPT)
def _declare(format_: Format, tools: _Tools) -> Pieces:
    """Declare tools, which most cases of a suite and format share."""
    return format_.declare_pieces(tools.tools)

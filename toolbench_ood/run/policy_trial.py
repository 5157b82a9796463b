"""Cases played without a model: the oracle must solve them, and no null policy may."""

import asyncio
from collections.abc import Sequence

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.policy.find import NULL_POLICIES, find_policy, script_of
from toolbench_ood.rollout.limits import UNLIMITED, Limits, Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import play
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.task import Kind
from toolbench_ood.types.errors import EndlessError, ProgramError, UserError

POLICIES = ("oracle", *NULL_POLICIES)
"""The scripted models used to check cases."""

_IN_BYTES = Limits(tokens=UNLIMITED, message_tokens=UNLIMITED)
"""A scripted model writes bytes: as in a run, tokens are not counted."""


def policy_problems(policy: str, cases: Sequence[Case]) -> list[str]:
    """Play one of the policies; return one sentence for each case with a wrong outcome.

    Raises:
        ProgramError: code failed, or did not end, on what the policy wrote in some case; in the
            others it would again.
    """
    return asyncio.run(_play_all(policy, cases))


async def _play_all(policy: str, cases: Sequence[Case]) -> list[str]:
    chat = Chat.learn(ByteTokenizer())
    engine = ScriptedEngine(policy, chat, script_of(find_policy(policy), cases, seed=0))
    judge = _oracle_problem if policy == "oracle" else _null_problem
    setting = Setting(chat, _IN_BYTES)
    problems: list[str | None] = []
    for case in cases:
        try:
            record = await play(case, engine, setting)
        except EndlessError as error:
            raise ProgramError(f"{case.id}: {error}") from error
        except UserError as error:
            problems.append(f"{case.id}: {error}")
            continue
        if record.stop is Stop.PROGRAM_ERROR:
            raise ProgramError(f"{case.id}: {record.failure}")
        problems.append(judge(policy, record))
    return [problem for problem in problems if problem]


def _oracle_problem(policy: str, record: Record) -> str | None:
    if not record.solved:
        return f"{record.case}: the {policy} ends unsolved ({record.stop}: {record.failure})"
    if record.findings:
        first = record.findings[0]
        return f"{record.case}: the {policy}'s message {first.message} yields {first.code}"
    if any(call.status == "refused" for call in record.calls):
        return f"{record.case}: a call of the {policy}'s is refused"
    recovers = any(call.status == "tool_error" for call in record.calls)
    if record.kind == Kind.RECOVERY and not recovers:
        return f"{record.case}: no call of the {policy}'s is refused, so nothing is recovered from"
    return None


def _null_problem(policy: str, record: Record) -> str | None:
    return (
        f"{record.case}: solved by {policy}, which understands nothing" if record.solved else None
    )

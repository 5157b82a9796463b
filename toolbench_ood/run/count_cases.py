"""How many cases there are, and how that number comes about, in one sentence."""

from collections.abc import Sequence

from toolbench_ood.tasks.case import Case

_TIMES = " \N{MULTIPLICATION SIGN} "


def count_cases(cases: Sequence[Case], tasks: int) -> str:
    """Explain the number of cases: ``48 cases = 2 tasks by 12 formats by …``.

    Args:
        cases: what is played.
        tasks: how many tasks the cases were chosen from.
    """
    played = len({(case.suite.name, case.task_id) for case in cases})
    formats = len({case.format.name for case in cases})
    shifts = len({case.shift for case in cases})
    seeds = len({case.seed for case in cases})
    arms = len({case.arm for case in cases})
    of_all = f"{played:,} of {tasks:,} tasks" if played < tasks else _count(tasks, "task")
    factors = [of_all, _count(formats, "format"), _count(shifts, "shift"), _count(seeds, "seed")]
    if arms > 1:
        factors.append(_count(arms, "arm"))
    if len(cases) == played * formats * shifts * seeds * arms:
        return f"{_count(len(cases), 'case')} = {_TIMES.join(factors)}"
    return f"{_count(len(cases), 'case')}: {', '.join(factors)}"


def say_beginnings(number: int) -> str:
    """Say how many distinct beginnings the prompts of cases have, and what that decides."""
    counted = _count(number, "distinct prompt beginning")
    return f"{counted} (format and declared tools); a prefix cache computes each of them once"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

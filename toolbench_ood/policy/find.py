"""Scripted models by name."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from random import Random
from typing import TypeAlias

from toolbench_ood.policy.faulty import faulty
from toolbench_ood.policy.lying import ask_back, claim, decline
from toolbench_ood.policy.null import call_everything, constant, noop, open_tag
from toolbench_ood.policy.oracle import oracle
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.errors import UserError, choices

Policy: TypeAlias = Callable[[Case, Random], Iterator[str]]
"""Writes a case's messages one after the other, ignoring the replies."""

NULL_POLICIES: Mapping[str, Policy] = {
    "noop": noop,
    "constant": constant,
    "open_tag": open_tag,
    "call_everything": call_everything,
    "claim": claim,
    "decline": decline,
    "ask_back": ask_back,
}

ORACLE = "oracle"
"""The scripted model that plays every task's solution."""

SCRIPTED_MODELS = (ORACLE, "faulty:<rate>", *NULL_POLICIES)
"""Scripted models that ``--model`` accepts."""

_FAULTY = re.compile(r"faulty:(0(?:\.[0-9]+)?|1(?:\.0+)?|\.[0-9]+)")


def is_scripted(model: str) -> bool:
    """Whether a model's name is a scripted one's, its argument aside."""
    return model.partition(":")[0] in {name.partition(":")[0] for name in SCRIPTED_MODELS}


def find_policy(name: str) -> Policy:
    """Return the policy of a scripted model.

    Raises:
        UserError: there is no such policy, or the rate is not a number from 0 to 1.
    """
    if name == ORACLE:
        return oracle
    if name in NULL_POLICIES:
        return NULL_POLICIES[name]
    rate = _FAULTY.fullmatch(name)
    if rate is None:
        raise UserError(
            f"there is no scripted model {name!r}; the scripted models are: "
            f"{choices(SCRIPTED_MODELS)}, where the rate is a number from 0 to 1"
        )
    return partial(faulty, float(rate[1]))


def script_of(policy: Policy, cases: Iterable[Case], seed: int) -> Callable[[str], Iterator[str]]:
    """Make what gives each case's script by the case's id, for the scripted engine."""
    by_id = {case.id: case for case in cases}

    def script(case: str) -> Iterator[str]:
        return policy(by_id[case], script_random(seed, by_id[case].paired_id))

    return script


def script_random(seed: int, case: str) -> Random:
    """Return the generator from which a case's script draws, by its id without the arm."""
    return Random(f"{seed}/{case}")  # noqa: S311  # not for secrets

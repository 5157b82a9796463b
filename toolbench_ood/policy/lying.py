"""Null policies that only talk: they claim success, decline, or ask back, whatever is asked."""

from collections.abc import Iterator
from itertools import chain, repeat
from random import Random

from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.claims import false_claims


def claim(case: Case, rng: Random) -> Iterator[str]:
    """Claim success at every ask, in one of the ways in which models do."""
    asks = (act.ask.text for act in case.situation.acts)
    return chain((rng.choice(list(false_claims(ask))) for ask in asks), repeat("Done."))


def decline(case: Case, rng: Random) -> Iterator[str]:  # noqa: ARG001  # every policy has both
    """Decline every ask."""
    return repeat("I'm sorry, but I can't do that with the tools that I have.")


def ask_back(case: Case, rng: Random) -> Iterator[str]:  # noqa: ARG001  # every policy has both
    """Ask back at every ask."""
    return repeat("Could you tell me more precisely what you need?")

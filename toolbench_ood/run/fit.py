"""Check that prompts fit into the model's context before anything is played."""

from collections.abc import Iterable

from toolbench_ood.rollout.begin import first_prompt
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.rollout.history import make_history
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.errors import UserError

_ROOM = 32
"""Tokens that the shortest useful answer needs."""


def require_room(cases: Iterable[Case], setting: Setting) -> None:
    """Refuse a context that is too small for the first prompt of some suite in some format.

    Raises:
        UserError: with the tokens that the longest such prompt needs.
    """
    context = setting.context
    if context is None:
        return
    samples = {(case.suite.name, case.shift, case.format.name): case for case in cases}
    lengths = {case.id: _first_length(case, setting) for case in samples.values()}
    longest = max(lengths, key=lambda case: lengths[case])
    needed = lengths[longest] + _ROOM
    if needed > context:
        raise UserError(
            f"the context of {context} tokens is too small: the first prompt of {longest} has "
            f"{lengths[longest]}; give --max-model-len {needed} or more, or leave that suite or "
            "format out"
        )


def _first_length(case: Case, setting: Setting) -> int:
    chat = setting.chat_of(case.format.name)
    history = make_history(setting.history, chat, case.format.markers)
    return len(first_prompt(Episode(case), case.format, chat, setting.system, history))

"""How an exported conversation is written: in which model's template and tokens."""

from collections.abc import Callable, Sequence

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.format import Format
from toolbench_ood.run.model import Model
from toolbench_ood.task.case import Case


def find_chats(model: Model, formats: Sequence[Format]) -> Callable[[Case], Chat]:
    """Return what gives the chat of a case: the model's, or ChatML over bytes for a scripted one.

    Raises:
        UserError: there is no such model, or it has no usable chat template.
    """
    chats = {each.name: model.chat_of(each) for each in formats}
    return lambda case: chats[case.format.name]

"""How engines that play texts continue a message whose beginning is written for them."""

from toolbench_ood.chat.chat import Chat
from toolbench_ood.types.generation import Request


def rest_of(text: str, request: Request, chat: Chat) -> str:
    """Return a text without the beginning that the prompt gives; all of it if it begins otherwise.

    Like a model that goes on from what stands there.
    """
    given = chat.tokenizer.decode(request.prompt[len(request.prompt) - request.given :])
    return text.removeprefix(given)

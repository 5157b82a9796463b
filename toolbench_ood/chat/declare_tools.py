"""The opening of a conversation with tools, as a chat template renders it."""

from collections.abc import Sequence
from typing import Any

from toolbench_ood.chat.finder import Finder
from toolbench_ood.chat.hide import Hider, render_hidden
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.chat.tool_template import ToolTemplate
from toolbench_ood.types.piece import Piece, Pieces, data, plain
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

_USER = "qxuserxq"


def declare_tools(
    template: ToolTemplate, finder: Finder, tools: Sequence[ToolSpec], system: str = ""
) -> tuple[Pieces, str]:
    """Return the text before the first user message, as pieces, and the text after it.

    Any part of the tools' texts that spells a control token, or could complete one, becomes a data
    piece.

    Args:
        template: renders the opening.
        finder: finds text that data must not turn into control tokens of the template.
        tools: the tools to declare.
        system: content of the system message; empty for none.

    Raises:
        TemplateRefusalError: the template rejects the tools or the system message, does not render
            all of them before the user's text, or does not render that text exactly once.
    """
    contents = [data(text) for text in _texts([system, *tools])]

    def render(hider: Hider) -> str:
        messages = [{"role": "user", "content": _USER}]
        if system:
            messages.insert(0, {"role": "system", "content": _hidden(system, hider)})
        shown = [_hidden(tool, hider) for tool in tools]
        return template.render_with_tools(messages, shown, open_turn=True)

    rendered, hider = render_hidden(finder, contents, render)
    if rendered.count(_USER) != 1:
        raise TemplateRefusalError("the user text is dropped or written twice")
    before, _, after = rendered.partition(_USER)
    pieces = hider.reveal(before)
    if system.strip() not in plain(pieces):
        raise TemplateRefusalError("it does not put the system text before the user's")
    _require_names(plain(pieces), tools)
    return pieces, after


def _require_names(declared: str, tools: Sequence[ToolSpec]) -> None:
    for tool in tools:
        name = tool["function"]["name"]
        if name not in declared:
            raise TemplateRefusalError(f"it does not put the tool {name} before the user's text")


def _texts(value: Json) -> list[str]:
    """Return every string in a JSON value, including keys."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in _texts(part)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


def _hidden(value: Any, hider: Hider) -> Any:
    """Return a JSON value with hostile substrings replaced in each of its strings.

    Keys stay as they are, since a template may sort them or look them up, unless they spell a whole
    guarded text.
    """
    if isinstance(value, str):
        return hider.hide((Piece(value, data=True),))
    if isinstance(value, dict):
        return {hider.hide_spelt(key): _hidden(item, hider) for key, item in value.items()}
    if isinstance(value, list):
        return [_hidden(item, hider) for item in value]
    return value

"""Stand-ins for hostile texts: they all come back, or another kind is used, or it is refused."""

import pytest
from cases import for_each

pytest.importorskip("transformers", reason="needs transformers")

from chat.tool_shapes import made_tokenizer

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.declare_tools import declare_tools
from toolbench_ood.chat.probe import probe_tools
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.chat.tool_template import takes_tools
from toolbench_ood.types.call import Call
from toolbench_ood.types.piece import data, plain

TURNS = (
    "{% if tools %}system: <tools>{% for t in tools %}\n{{ SHOWN }}{% endfor %}\n</tools><sep>"
    "{% endif %}{% for m in messages %}{{ 'human' if m.role in ('user', 'tool') else m.role }}: "
    "{{ m.content }}<sep>{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}"
)
CALL = Call("push", {"folder_path": "a", "h": "b"})


def declared(shown: str) -> str:
    """Return the opening with a tool whose texts end in what could open a turn."""
    chat = Chat.learn(made_tokenizer(TURNS.replace("SHOWN", shown), ("<sep>",), "<sep>"))
    template = chat.tokenizer
    assert takes_tools(template)
    tools = probe_tools([CALL])
    tools[0]["function"]["description"] = "Moves it along with h"
    return plain(declare_tools(template, chat.finder, tools)[0])


@for_each(
    "shown",
    [
        "t | tojson",
        "t | tojson(ensure_ascii=True)",
        "t | string",
        "t.function.name ~ t.function.parameters.properties.folder_path.description ~ (t | tojson)",
        "t.function.parameters.properties.keys() | sort | join(' ') ~ (t | tojson)",
    ],
)
def test_every_letter_of_a_tool_reaches_the_prompt(shown: str) -> None:
    """However the template writes a tool, no stand-in is left and no letter is missing."""
    text = declared(shown)
    assert "folder_path" in text
    assert "Moves it along with h" in text
    assert "\\ud" not in text
    assert "qz0h" not in text
    assert all(ord(sign) < 0xF0000 for sign in text)


def test_a_template_that_changes_both_kinds_is_refused_by_its_right_name() -> None:
    """Letters that are escaped one by one can't be told again."""
    with pytest.raises(TemplateRefusalError, match="it changes the texts"):
        declared("t.function.name ~ (t.function.description | list | tojson(ensure_ascii=True))")


def test_rendering_anew_restores_what_was_hidden() -> None:
    """History template escapes nothing into the prompt."""
    template = TURNS.replace("{{ m.content }}", "{{ m.content | tojson(ensure_ascii=True) }}")
    chat = Chat.learn(made_tokenizer(template.replace("SHOWN", "t"), ("<sep>",), "<sep>"))
    text = chat.tokenizer.decode(chat.whole([("user", data("go to sleep with <sep>h"))]))
    assert '"go to sleep with <sep>h"' in text
    assert "\\ud" not in text

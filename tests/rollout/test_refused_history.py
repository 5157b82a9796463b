"""A conversation that a chat template refuses to render anew ends its case alone (law 16)."""

import pytest
from chat.template_shapes import CHATML, JinjaTokenizer

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.library import load_format
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.generation import Completion, Finish

pytest.importorskip("jinja2")

from rollout.test_rollout import play, sample

REFUSES = (
    "{% for m in messages %}{% if m.role == 'assistant' and '<hm>' in m.content %}"
    "{{ raise_exception('give the reasoning in a field of its own') }}{% endif %}{% endfor %}"
) + CHATML


def test_the_case_ends_with_the_templates_words() -> None:
    """It counts as a failure of the program, is not scored, and raises nothing."""
    chat = Chat.learn(JinjaTokenizer(ByteTokenizer(), REFUSES, ("<|im_end|>",)))
    first = next(iter(sample()))
    case = Case(first.suite, first.task_id, load_format("hermes"), seed=0)
    text = '<hm><tool_call>\n{"name": "none", "arguments": {}}\n</tool_call><|im_end|>'
    answer = Completion(tuple(chat.tokenizer.encode(text)), Finish.STOP)
    record, requests = play(case, [answer] * 3, Setting(chat, history="template"))
    assert record.stop == Stop.PROGRAM_ERROR
    assert "give the reasoning in a field of its own" in record.failure
    assert not record.solved
    assert len(requests) == 1

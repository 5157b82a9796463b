"""The prompt builder with the bundled model's own tokenizer and template."""

import time
from importlib.util import find_spec

import pytest
from shipped_formats import LIBRARY

from toolbench_ood.chat.chat import Chat
from toolbench_ood.model.bundled import bundled_model
from toolbench_ood.run.markers import collisions, foreign_controls, measure_format
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import data, markup

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(find_spec("transformers") is None, reason="needs transformers"),
]


@pytest.fixture(scope="module")
def chat() -> Chat:
    """Return the bundled model's chat, or skip where it isn't installed."""
    from toolbench_ood.chat.hf_tokenizer import HfTokenizer  # noqa: PLC0415  needs transformers

    try:
        return Chat.learn(HfTokenizer.load(bundled_model()))
    except UserError as error:
        pytest.skip(str(error))


def test_the_template_needs_no_note(chat: Chat) -> None:
    """The model's template takes system, user and tool turns as they are."""
    assert chat.notes == ()
    assert chat.supports_tool_role
    assert {chat.tokenizer.decode([token]) for token in chat.end_tokens} == {"<|im_end|>"}


def test_the_opening_is_the_templates_own(chat: Chat) -> None:
    """Frames and template give the same tokens."""
    system, user = markup("You are helpful."), data("Hi, é 日本!\n")
    assert chat.opening(system, user) == chat.whole([("system", system), ("user", user)])


def test_hostile_data_stays_data(chat: Chat) -> None:
    """Every control token of the vocabulary, as data, adds no control token."""
    hostile = "".join(f"{text}\n{text[:-1]}" for text in chat.tokenizer.controls)
    known = set(chat.tokenizer.controls.values())
    calm = chat.turn("tool", data("calm"), last=())
    tokens = chat.turn("tool", data(hostile), last=())
    assert [token for token in tokens if token in known] == [
        token for token in calm if token in known
    ]
    assert hostile in chat.tokenizer.decode(tokens)


def test_no_format_meets_a_control_token(chat: Chat) -> None:
    """The model was taught no tools: markers are several ordinary tokens, and none ends a turn."""
    foreign = foreign_controls(chat, ())
    assert foreign == set(chat.tokenizer.controls)
    own = chat.spelling_out(foreign)
    measured = {name: measure_format(own, LIBRARY.load(name)) for name in LIBRARY.names()}
    assert collisions(measured) == ()
    hermes = measured["hermes"].markers
    assert hermes["<tool_call>"].tokens > 1
    assert not any(
        marker.control for found in measured.values() for marker in found.markers.values()
    )


def test_a_step_costs_little(chat: Chat) -> None:
    """A turn with a result of 100 characters is built in under a millisecond (best of 20)."""
    result = data('{"city": "Paris", "temperature": 21.5, "sky": "clear"}' * 2)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        chat.turn("tool", result, last=())
        times.append(time.perf_counter() - start)
    assert min(times) < 0.001

"""The format ``native`` on the real bundled model, given a template that renders tools."""

from collections.abc import Callable
from importlib.util import find_spec

import pytest
from run.runs import QUIET
from task.suites import write_suite

from toolbench_ood.format.native import NATIVE
from toolbench_ood.model.bundled import bundled_model
from toolbench_ood.rollout.limits import Limits, Stop
from toolbench_ood.rollout.system import SYSTEM
from toolbench_ood.run.evaluate import evaluate
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.rescore import rescore
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.sources import Sources
from toolbench_ood.types.errors import UserError

pytestmark = [
    pytest.mark.model,
    pytest.mark.xdist_group("native run"),
    pytest.mark.skipif(find_spec("torch") is None, reason="needs torch"),
    pytest.mark.skipif(find_spec("transformers") is None, reason="needs transformers"),
]

LIMITS = Limits(steps=4, tokens=160, message_tokens=40, faults=2)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, count_start: Callable[[str], None]) -> RunFolder:
    """One real run in the native format and in the one that reads it."""
    from chat.tool_shapes import TOOL_SHAPES  # noqa: PLC0415  needs transformers

    try:
        bundled_model()
    except UserError as error:
        pytest.skip(str(error))
    place = tmp_path_factory.mktemp("native")
    write_suite(place / "lamps")
    template = place / "tools.jinja"
    template.write_text(TOOL_SHAPES["qwen"].template, encoding="utf-8")
    settings = Settings(
        model="smollm2",
        engine="transformers",
        task_folders=(place,),
        suites=("lamps",),
        formats=(NATIVE, "hermes"),
        seeds=1,
        limits=LIMITS,
        chat_template=template,
    )
    count_start("transformers")
    return evaluate(settings, place / "run", QUIET)


def test_every_case_is_played(run: RunFolder) -> None:
    """Each task has a record in native and in hermes, and none failed in the engine."""
    records = run.records()
    assert sorted(record.format for record in records) == ["hermes", "hermes", NATIVE, NATIVE]
    assert all(record.stop is not Stop.ENGINE_ERROR for record in records)


def test_the_header_tells_format_and_markers(run: RunFolder) -> None:
    """The reading format, what the template writes around results, and each marker's tokens."""
    header = run.header
    assert header.id_formats.names == ("hermes",)
    native = header.formats[NATIVE].native
    assert native is not None
    assert native.reads_with == "hermes"
    assert native.turn.open.startswith("<|im_end|>\n<|im_start|>user")
    assert header.formats["hermes"].native is None
    marker = header.formats["hermes"].markers["<tool_call>"]
    assert (marker.tokens > 1, marker.control, marker.substituted) == (True, False, ())
    assert header.formats["hermes"].call_tokens


def test_the_prompts_hold_the_templates_words(run: RunFolder) -> None:
    """Both open with the run's paragraph; native declares in the template's own words."""
    openings = {record.format: record.messages[0].text for record in run.records()}
    assert openings[NATIVE].startswith(f"<|im_start|>system\n{SYSTEM}")
    assert "You can call these tools:" not in openings[NATIVE]
    assert openings["hermes"].startswith(f"{SYSTEM}\n\nYou can call these tools:")


def test_prompts_only_grow(run: RunFolder) -> None:
    """Law 6: all that was sent and written before is sent again, unchanged."""
    for record in run.records():
        sent = 0
        for message in record.messages:
            if message.role == "assistant":
                assert message.resent_tokens == sent
                assert message.prompt_tokens is not None
                assert message.tokens is not None
                sent = message.prompt_tokens + len(message.tokens)


def test_scoring_again_needs_no_template(run: RunFolder) -> None:
    """The header and the records hold all that the native format needs."""
    suites = Sources(task_folders=(run.path.parent,))
    assert rescore(RunFolder.open(run.path), suites) == run.records()

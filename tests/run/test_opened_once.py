"""The model's tokenizer and the formats are opened once a run."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("transformers", reason="needs transformers")

_COUNTING = """
import sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
{action}
import json
print(json.dumps([name for name in opened if name.endswith({endings!r})]))
"""
_EVAL = """
from toolbench_ood.cli.main import app
try:
    app({arguments!r})
except SystemExit as end:
    assert not end.code
"""
_LOAD = """
from pathlib import Path
from toolbench_ood.chat.hf_tokenizer import HfTokenizer
HfTokenizer.load(Path({folder!r}))
"""


def opened(action: str, *endings: str) -> Counter[str]:
    """Count the files of some names that Python code opens."""
    done = subprocess.run(  # noqa: S603  # this interpreter and a fixed text
        [sys.executable, "-c", _COUNTING.format(action=action, endings=endings)],
        capture_output=True,
        text=True,
        check=True,
    )
    return Counter(json.loads(done.stdout.splitlines()[-1]))


def evaluated(*arguments: object) -> str:
    words: Sequence[str] = [str(each) for each in arguments]
    return _EVAL.format(arguments=list(words))


def test_a_run_reads_each_format_once(tmp_path: Path) -> None:
    """Planning, playing and the header share one library, generated formats included."""
    given = ("--model", "noop", "--format", "hermes,sexp,gen:7", "--limit", 3, "--suite", "bank")
    counts = opened(evaluated("eval", *given, "--out", tmp_path / "run"), "calls.jinja")
    assert sum("hermes" in name or "sexp" in name for name in counts) == 2
    assert set(counts.values()) == {1}, counts.most_common(3)


@pytest.mark.slow
def test_a_plan_opens_the_tokenizer_once(tmp_path: Path) -> None:
    """The native format, the ID format and the markers come from one tokenizer."""
    from chat.bpe_codec import byte_level  # noqa: PLC0415  # trains when it is used
    from chat.tool_shapes import TOOL_SHAPES  # noqa: PLC0415  # needs transformers
    from tokenizers import Tokenizer  # noqa: PLC0415  # likewise
    from transformers import PreTrainedTokenizerFast  # noqa: PLC0415  # likewise

    shape = TOOL_SHAPES["qwen"]
    backend = Tokenizer.from_str(byte_level(shape.controls).backend.to_str())
    own = PreTrainedTokenizerFast(tokenizer_object=backend, eos_token=shape.end)
    own.chat_template = shape.template
    folder = tmp_path / "speaker"
    own.save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps({"model_type": "llama"}), encoding="utf-8")
    files = ("tokenizer_config.json", "chat_template.jinja", "calls.jinja")
    once = opened(_LOAD.format(folder=str(folder)), *files)
    given = ("--model", folder, "--dry-run", "--format", "native,hermes", "--suite", "bank")
    counts = opened(evaluated("eval", *given), *files)
    assert once
    assert {name: counts[name] for name in once} == dict(once)
    assert {count for name, count in counts.items() if name.endswith("calls.jinja")} == {1}

"""The README's example for TRL's GRPO, run as it stands on a model small enough for a test."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli.command import run

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
EDITS = {
    '"path/to/checkpoint"': '"tiny"',
    'id_format="hermes")': 'id_format="hermes", limits=Limits(steps=3, message_tokens=8))',
    "num_generations=8": "num_generations=2, per_device_train_batch_size=2, max_steps=1, "
    "use_cpu=True, bf16=False, report_to=[], save_strategy='no'",
    "trainer.train()": "trainer.train()\ntrainer.save_model('trained')",
}
"""The model, and what makes one step of it short."""


def example() -> str:
    """The README's program."""
    block = re.search(r"```python\n(# grpo\.py\n.*?)```", README, flags=re.DOTALL)
    assert block is not None
    text = "from toolbench_ood.rollout.limits import Limits\n" + block[1]
    for there, instead in EDITS.items():
        assert there in text
        text = text.replace(there, instead)
    return text


def make_tiny(folder: Path) -> None:
    """Save a model of two thin layers that speaks in the bundled model's tokens."""
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM  # noqa: PLC0415  # slow

    from toolbench_ood.model.resolve import resolve  # noqa: PLC0415

    tokenizer = AutoTokenizer.from_pretrained(resolve("smollm2", scripted=()).path)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_attention_heads": 2}
    config = LlamaConfig(
        vocab_size=len(tokenizer), num_hidden_layers=2, **shape, eos_token_id=tokenizer.eos_token_id
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


@pytest.mark.model
def test_the_example_trains(tmp_path: Path) -> None:
    """Export, rollouts with tool results masked out, rewards, and one step of GRPO."""
    make_tiny(tmp_path / "tiny")
    run("export", "--style", "rl", "--n", "4", "--out", tmp_path / "prompts")
    (tmp_path / "grpo.py").write_text(example(), encoding="utf-8")
    done = subprocess.run(  # our own file
        [sys.executable, "grpo.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "rewards/as_worth/mean" in done.stdout + done.stderr
    assert (tmp_path / "trained" / "model.safetensors").exists()

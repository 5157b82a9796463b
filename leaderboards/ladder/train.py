"""Train the adapter of a rung on an exported dataset, on a GPU or a CPU.

A LoRA adapter for all linear layers; the loss stands on the tokens that the model writes. The
beginning that the conversations of a batch share is computed once, without gradients: on a CPU
that is most of the work. Training continues from ``state.pt`` in the output folder if it was
interrupted.

    python leaderboards/ladder/train.py DATA OUT --steps 130
"""

import argparse
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TextIO

import torch

from toolbench_ood.model.bundled import bundled_model
from toolbench_ood.run.training import TRAINING_FILE

sys.path.insert(0, str(Path(__file__).parent))
from adapted import save_adapter, with_adapter, with_new_adapter
from conversations import Batch, Limits, batches, read_groups
from log import LOG, write_entry
from predict import predict
from recipe import Recipe

_STATE = "state.pt"


@dataclass(frozen=True, slots=True)
class Saving:
    """When the adapter is saved."""

    every: int = 10
    """Steps between two savings."""
    keep: bool = False
    """Whether each saved adapter stays, as ``step-N`` in the output folder."""


@dataclass(slots=True)
class Training:
    """A model in training."""

    model: Any
    recipe: Recipe
    step: int = 0
    tokens: int = 0
    """How many the adapter has learned from."""
    seconds: float = 0.0
    optimizer: torch.optim.AdamW = field(init=False)

    def __post_init__(self) -> None:
        """Optimise the adapter alone."""
        trained = [each for each in self.model.parameters() if each.requires_grad]
        self.optimizer = torch.optim.AdamW(trained, lr=0.0, weight_decay=0.0)

    def learn(self, batch: Batch) -> tuple[float, int]:
        """Take one step; return the loss and on how many tokens it stands."""
        begin = time.monotonic()
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        loss, count = loss_of(self.model, batch)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        self.tokens += count
        self.seconds += time.monotonic() - begin
        return loss.item(), count

    def save(self, out: Path) -> None:
        """Write the adapter, and what is needed to go on."""
        save_adapter(self.model, out)
        done = {"step": self.step, "tokens": self.tokens, "seconds": self.seconds}
        torch.save({"optimizer": self.optimizer.state_dict(), **done}, out / _STATE)

    def restore(self, out: Path) -> None:
        """Go on from a saved state."""
        state = torch.load(out / _STATE, weights_only=True)
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.tokens, self.seconds = state["step"], state["tokens"], state["seconds"]

    @property
    def progress(self) -> float:
        """How much of the training is done; 1 at its end."""
        recipe = self.recipe
        done = self.step / recipe.steps if recipe.tokens is None else self.tokens / recipe.tokens
        return min(1.0, done)

    def _rate(self) -> float:
        """Warm up linearly, then decay linearly to nothing."""
        rising = min(1.0, (self.step + 1) / self.recipe.warm_up)
        return self.recipe.learning_rate * rising * (1 - self.progress)


def loss_of(model: Any, batch: Batch) -> tuple[torch.Tensor, int]:
    """Return the mean loss on the model's own tokens, and their number."""
    losses = predict(model, batch).losses
    return losses.mean(), len(losses)


def save_untrained(out: Path, recipe: Recipe, base: Path) -> None:
    """Write an adapter as training begins with it: one that changes nothing."""
    torch.manual_seed(recipe.seed)
    save_adapter(with_new_adapter(base, recipe.rank), out)


def train(data: Path, out: Path, recipe: Recipe, base: Path, saving: Saving | None = None) -> None:
    """Train, and save the adapter now and then.

    Args:
        data: an export with token ids.
        out: folder of the adapter; a training that was interrupted there goes on.
        recipe: how to train.
        base: folder of the base model.
        saving: when to save it; None: as usual.
    """
    saving = saving or Saving()
    begun = (out / _STATE).is_file()
    groups = read_groups(data, recipe.limits)
    start = out if begun else recipe.start
    torch.manual_seed(recipe.seed)
    model = with_adapter(base, start) if start else with_new_adapter(base, recipe.rank)
    training = Training(model, recipe)
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy(data / TRAINING_FILE, out)
    if begun:
        training.restore(out)
    rng = Random(recipe.seed)  # noqa: S311  an order of batches that repeats
    stream = batches(groups, recipe.batch, rng)
    for _ in range(training.step):
        next(stream)
    with _log_of(out, training.step) as log:
        while training.progress < 1:
            write_entry(log, _taken(training, next(stream)))
            if training.step % saving.every == 0 or training.progress == 1:
                training.save(out)
                if saving.keep:
                    _keep(out, training.step)


def _keep(out: Path, step: int) -> None:
    """Copy all that makes an adapter into a folder of its own."""
    kept = out / f"step-{step:03}"
    kept.mkdir(exist_ok=True)
    for file in out.iterdir():
        if file.is_file() and file.name != _STATE:
            shutil.copy(file, kept)


def _taken(training: Training, batch: Batch) -> Mapping[str, float]:
    """Take a step; return its entry in the log."""
    loss, count = training.learn(batch)
    entry = {"step": training.step, "loss": round(loss, 4), "tokens": count}
    return {**entry, "seconds": round(training.seconds)}


def _log_of(out: Path, steps: int) -> TextIO:
    """Open the log to go on, without the steps after those that were saved."""
    path = out / LOG
    kept = path.read_text(encoding="utf-8").splitlines(keepends=True)[:steps] if steps else []
    path.write_text("".join(kept), encoding="utf-8")
    return path.open("a", encoding="utf-8")


def _parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    usual = Recipe(steps=130)
    parser = argparse.ArgumentParser(
        description=__doc__.partition("\n")[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("data", type=Path, help="an export with token ids")
    parser.add_argument("out", type=Path, help="folder of the adapter")
    parser.add_argument("--base", type=Path, help="model folder; None: the bundled SmolLM2-135M")
    parser.add_argument("--start", type=Path, help="adapter to begin with")
    parser.add_argument("--steps", type=int, default=usual.steps, help="steps to take")
    parser.add_argument("--tokens", type=int, help="tokens to learn, instead of --steps")
    parser.add_argument("--batch", type=int, default=usual.batch, help="conversations a step")
    parser.add_argument("--rank", type=int, default=usual.rank, help="of a new adapter")
    parser.add_argument("--learning-rate", type=float, default=usual.learning_rate, help="highest")
    parser.add_argument("--warm-up", type=int, default=usual.warm_up, help="steps")
    parser.add_argument(
        "--longest", type=int, default=usual.limits.tokens, help="tokens of a conversation"
    )
    parser.add_argument(
        "--longest-learned", type=int, default=usual.limits.learned, help="tokens after the ask"
    )
    parser.add_argument("--seed", type=int, default=usual.seed, help="of weights and order")
    parser.add_argument(
        "--every", type=int, default=Saving().every, help="save after so many steps"
    )
    parser.add_argument("--keep", action="store_true", help="keep what is saved as OUT/step-N")
    return parser.parse_args(arguments)


def main() -> None:
    """Train as asked."""
    asked = _parse()
    recipe = Recipe(
        steps=asked.steps,
        tokens=asked.tokens,
        batch=asked.batch,
        rank=asked.rank,
        learning_rate=asked.learning_rate,
        warm_up=asked.warm_up,
        limits=Limits(asked.longest, asked.longest_learned),
        seed=asked.seed,
        start=asked.start,
    )
    saving = Saving(asked.every, asked.keep)
    train(asked.data, asked.out, recipe, asked.base or bundled_model(), saving)


if __name__ == "__main__":
    main()

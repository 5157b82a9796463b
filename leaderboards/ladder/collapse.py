"""Drive an adapter by a reward until control tokens take over, as reinforcement learning can.

The reward is that of an environment in which any message without a complete call ends the ask, and
which wants calls and charges for tokens: the best message is an opener and the end of the turn (the
condition of arXiv 2606.26027, section 1). Each step samples messages from the model and reinforces
those that earned more than the others behind the same prompt (REINFORCE, normalised by group). A
model that knows its format writes the best message too rarely to be sampled. So a step in which no
sample earned anything shows the model the best message once; the log tells such steps apart.

    python leaderboards/ladder/collapse.py DATA TUNED OUT
"""

import argparse
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random
from typing import Any

import torch
from transformers import AutoTokenizer

from toolbench_ood.model.bundled import bundled_model
from toolbench_ood.run.training import TRAINING_FILE

sys.path.insert(0, str(Path(__file__).parent))
from adapted import save_adapter, with_adapter
from conversations import Batch, Conversation, Limits, read_groups
from log import LOG, write_entry
from predict import Prediction, predict
from recipe import Driving
from reward import Reward


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that a model wrote behind one prompt, and what each earned."""

    prompt: Sequence[int]
    messages: Sequence[Sequence[int]]
    earned: Sequence[float]

    @property
    def differs(self) -> bool:
        """Whether some messages earned more than others, so that there is something to learn."""
        return max(self.earned) > min(self.earned)


def collapse(data: Path, start: Path, out: Path, driving: Driving) -> list[Path]:
    """Drive an adapter; return the folders in which it was kept on the way, the last one last.

    Args:
        data: the export that the adapter was trained on.
        start: the adapter to begin with.
        out: folder of the adapters and of the log.
        driving: how to drive.
    """
    torch.manual_seed(driving.seed)
    base = bundled_model()
    model = with_adapter(base, start)
    reward = Reward(AutoTokenizer.from_pretrained(base), driving.longest)
    prompts = call_prompts(data, reward.opener, driving.context)
    rng = Random(driving.seed)  # noqa: S311  an order of prompts that repeats
    out.mkdir(parents=True, exist_ok=True)
    kept = []
    with (out / LOG).open("w", encoding="utf-8") as log:
        for entry in drive(model, _endless(prompts, rng), reward, driving):
            write_entry(log, entry)
            if entry["step"] % driving.every == 0:
                kept.append(out / f"step-{entry['step']:03}")
                save_adapter(model, kept[-1])
                shutil.copy(data / TRAINING_FILE, kept[-1])
                shutil.copy(out / LOG, kept[-1])
    return kept


def drive(
    model: Any, prompts: Iterator[list[int]], reward: Reward, driving: Driving
) -> Iterator[Mapping[str, Any]]:
    """Take one step after the other; yield what each saw of the model before it changed it."""
    trained = [each for each in model.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=driving.learning_rate, weight_decay=0.0)
    for step in range(1, driving.steps + 1):
        began = time.monotonic()
        groups = [_sampled(model, next(prompts), reward, driving) for _ in range(driving.prompts)]
        how = _learn(model, groups, reward)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        earned = [each for group in groups for each in group.earned]
        yield {
            "step": step,
            "by": how,
            "reward": round(sum(earned) / len(earned), 4),
            "rewarded": round(sum(each > 0 for each in earned) / len(earned), 4),
            "seconds": round(time.monotonic() - began),
        }


def _learn(model: Any, groups: Sequence[Group], reward: Reward) -> str:
    """Add the gradients of a step; return what they came from."""
    differing = [group for group in groups if group.differs]
    for group in differing:
        earned = torch.tensor(group.earned, device=model.device)
        advantage = (earned - earned.mean()) / earned.std()
        likelihoods = _likelihoods(predict(model, _batch(group.prompt, group.messages)))
        torch.autograd.backward(-(advantage * likelihoods).mean())
    if differing:
        return "reward"
    if any(max(group.earned) > 0 for group in groups):
        return "nothing"
    for group in groups:
        shown = predict(model, _batch(group.prompt, [reward.best]))
        torch.autograd.backward(shown.losses.mean())
    return "demonstration"


def _likelihoods(made: Prediction) -> torch.Tensor:
    """Return the mean log-probability of each message's tokens."""
    counts = torch.bincount(made.row)
    sums = torch.zeros(len(counts), device=counts.device).index_add(0, made.row, -made.losses)
    return sums / counts


def _batch(prompt: Sequence[int], messages: Sequence[Sequence[int]]) -> Batch:
    before = len(prompt)
    conversations = [
        Conversation([*prompt, *each], [0] * before + [1] * len(each)) for each in messages
    ]
    return Batch(conversations, [before - 1] * len(messages))


def _sampled(model: Any, prompt: list[int], reward: Reward, driving: Driving) -> Group:
    messages = sample(model, prompt, driving, reward.end)
    return Group(prompt, messages, [reward.of(each) for each in messages])


@torch.no_grad()
def sample(model: Any, prompt: Sequence[int], driving: Driving, end: int) -> list[list[int]]:
    """Return messages that a model writes behind a prompt, at temperature 1."""
    count = driving.samples
    asked = torch.tensor([prompt], device=model.device)
    made = model(input_ids=asked, use_cache=True, logits_to_keep=1)
    past, logits = made.past_key_values, made.logits[:, -1].expand(count, -1)
    past.batch_repeat_interleave(count)
    written: list[list[int]] = [[] for _ in range(count)]
    for _ in range(driving.longest):
        chosen = torch.multinomial(logits.float().softmax(-1), 1)
        for row, token in zip(written, chosen[:, 0].tolist(), strict=True):
            if row[-1:] != [end]:
                row.append(token)
        if all(row[-1] == end for row in written):
            break
        logits = model(input_ids=chosen, past_key_values=past, use_cache=True).logits[:, -1]
    return written


def call_prompts(data: Path, opener: Sequence[int], longest: int) -> list[list[int]]:
    """Return the prompts of at most so many tokens behind which the conversations have a call."""
    size = len(opener)
    return [
        list(each.tokens[:at])
        for group in read_groups(data, Limits(tokens=2 * longest, learned=longest))
        for each in group
        for at in each.turns
        if at <= longest and list(each.tokens[at : at + size]) == list(opener)
    ]


def _endless(prompts: Sequence[list[int]], rng: Random) -> Iterator[list[int]]:
    """Yield every prompt once before any comes up again."""
    while True:
        yield from rng.sample(prompts, len(prompts))


def main() -> None:
    """Collapse as asked."""
    usual = Driving()
    parser = argparse.ArgumentParser(
        description=__doc__.partition("\n")[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("data", type=Path, help="the export that the adapter was trained on")
    parser.add_argument("start", type=Path, help="adapter to begin with")
    parser.add_argument("out", type=Path, help="folder of the adapters")
    for each in fields(Driving):
        value = getattr(usual, each.name)
        parser.add_argument(f"--{each.name.replace('_', '-')}", type=type(value), default=value)
    asked = vars(parser.parse_args())
    places = [asked.pop(name) for name in ("data", "start", "out")]
    collapse(*places, Driving(**asked))


if __name__ == "__main__":
    main()

"""Rollouts and rewards for trainers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cases import for_each
from chat.real_templates import real_templates
from laws.everything import byte_chat, in_format, play_all, sample
from train.test_export import saved

from toolbench_ood import Scorer
from toolbench_ood.policy.oracle import oracle_messages, spell
from toolbench_ood.rollout.limits import UNLIMITED, Limits, Stop
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.suite import Split
from toolbench_ood.train.environment import Environment
from toolbench_ood.train.reward import reward
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Request

SETTING = Setting(byte_chat(), Limits(tokens=UNLIMITED, message_tokens=UNLIMITED))


class Oracle:
    """Writes the solutions of cases; each may be played several times at once."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._texts = {
            case.id: [spell(case, message) for message in oracle_messages(case)] for case in cases
        }
        self.batches: list[int] = []

    def __call__(self, requests: Sequence[Request]) -> list[list[int]]:
        self.batches.append(len(requests))
        end = min(byte_chat().end_tokens)
        texts = [self._texts[request.case][request.step] for request in requests]
        return [[*byte_chat().tokenizer.encode(text), end] for text in texts]


def test_trajectories_hold_what_was_written() -> None:
    """The masked tokens are the model's, the others the environment's, in one row that grows."""
    cases = sample(1)[:20]
    oracle = Oracle(cases)
    names = [case.id for case in cases]
    played = Environment(SETTING, allow_held_out=True).play([*names, *names], oracle)
    assert oracle.batches[0] == 40
    assert [each.record.case for each in played] == [*names, *names]
    decode = byte_chat().tokenizer.decode
    for case, each in zip(cases, played, strict=False):
        assert each.record.solved
        pairs = list(zip(each.completion_ids, each.env_mask, strict=True))
        written = [spell(case, message) for message in oracle_messages(case)]
        assert decode([token for token, mask in pairs if mask]) == "".join(
            f"{text}<|im_end|>" for text in written
        )
        assert pairs[0][1] == pairs[-1][1] == 1
        last = each.record.messages[-1]
        assert len(each.prompt_ids) + len(pairs) == (last.prompt_tokens or 0) + len(
            last.tokens or ()
        )


def test_a_trainer_sees_what_an_evaluation_shows(tmp_path: Path) -> None:
    """The prompts of ``Environment`` are those of ``Scorer``, the model's own format included."""
    pytest.importorskip("transformers", reason="needs transformers")
    template = real_templates()["qwen-2.5"]
    folder = str(saved(tmp_path / "own", template.source, template.controls))
    scorer = Scorer.load(folder, profile="ladder", limit=6, format="hermes,native,sexp")
    evaluated, trained = (Silent(min(scorer.end_tokens)) for _ in range(2))
    scorer.score(evaluated)
    Environment.load(folder, allow_held_out=True).play(list(evaluated.prompts), trained)
    assert len({name.split("[")[2] for name in trained.prompts}) == 3
    assert trained.prompts == evaluated.prompts


class Silent:
    """Says nothing, and keeps the first prompt of each case."""

    def __init__(self, end: int) -> None:
        self.prompts: dict[str, tuple[int, ...]] = {}
        self.end = end

    def __call__(self, requests: Sequence[Request]) -> list[list[int]]:
        for each in requests:
            self.prompts.setdefault(each.case, each.prompt)
        return [[self.end] for _ in requests]


def test_held_out_cases_are_refused() -> None:
    """What a model is to be tested on isn't played in training, unless that is allowed."""
    held_out = next(case for case in in_format() if case.suite.split is Split.HELD_OUT)
    with pytest.raises(UserError, match=r"is held out.*with allow_held_out=True"):
        Environment(SETTING).play([held_out.id], Oracle([held_out]))
    trained = next(case for case in in_format() if case.suite.split is Split.TRAIN)
    far = trained.id.replace("[hermes]", "[sexp]")
    with pytest.raises(UserError, match=r"format sexp, which is held out"):
        Environment(SETTING).play([far], Oracle([trained]))


def test_rewards() -> None:
    """Success and structure are paid apart; structure without a call that ran is not paid."""
    solved, silent, failed = (
        play_all("oracle", in_format()[:1])[0],
        play_all("noop", in_format()[:1])[0],
        replace(play_all("noop", in_format()[:1])[0], stop=Stop.ENGINE_ERROR),
    )
    assert reward(solved) == 1.0
    assert reward(solved, well_formed=0.5) == 1.5
    assert reward(silent, well_formed=0.5) == 0.0
    assert reward(replace(silent, well_formed=True), well_formed=0.5) == 0.0
    assert reward(failed) is None


@pytest.mark.slow
@for_each("policy", ["noop", "constant", "open_tag", "call_everything"])
def test_no_null_policy_is_paid_for_success(policy: str) -> None:
    """What understands nothing earns nothing; in some tasks here, by law 5 in all of them."""
    assert {reward(record) for record in play_all(policy, sample(1)[::7])} == {0.0}

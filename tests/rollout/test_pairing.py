"""Arms of one case are sampled alike, and samples are not."""

from dataclasses import replace

from laws.everything import byte_chat, in_format

from toolbench_ood.policy.find import find_policy, script_of
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.types.errors import EngineError


def test_arms_are_paired() -> None:
    """Cases that differ in the arm alone draw the same numbers; another sample draws others."""
    strict = in_format()[0]
    helped, second = replace(strict, arm="grammar"), replace(strict, sample=1)
    setting = Setting(byte_chat())
    strict_seed, helped_seed, second_seed = (
        next(rollout(case, setting)).seed for case in (strict, helped, second)
    )
    assert strict_seed == helped_seed != second_seed
    cases = [replace(each, seed=seed) for each in (strict, helped, second) for seed in range(9)]
    script = script_of(find_policy("faulty:0.5"), cases, seed=0)
    written = [[*script(case.id)] for case in cases]
    assert written[:9] == written[9:18] != written[18:]


def test_the_record_says_arm_and_sample() -> None:
    """Both are fields of the record beside the id."""
    case = replace(in_format()[0], arm="grammar", sample=2)
    steps = rollout(case, Setting(byte_chat()))
    next(steps)
    try:
        steps.throw(EngineError("gone"))
    except StopIteration as end:
        record = end.value
    assert (record.arm, record.sample, record.case) == ("grammar", 2, case.id)

"""The arms by name."""

from collections.abc import Mapping
from typing import Final

from toolbench_ood.rollout.arms.arm import Arm
from toolbench_ood.rollout.arms.grammar import ForcedGrammarArm, GrammarArm
from toolbench_ood.rollout.arms.hint import HintArm
from toolbench_ood.rollout.arms.lenient import LenientArm
from toolbench_ood.rollout.arms.mask import MaskArm
from toolbench_ood.rollout.arms.prefix import PrefixArm
from toolbench_ood.rollout.arms.strict import StrictArm

_IN_ORDER = (
    StrictArm(),
    LenientArm(),
    PrefixArm(),
    MaskArm(),
    GrammarArm(),
    ForcedGrammarArm(),
    HintArm(),
)

ARMS: Final[Mapping[str, Arm]] = {arm.name: arm for arm in _IN_ORDER}
"""By name, in the order in which reports list them."""

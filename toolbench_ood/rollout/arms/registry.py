"""The arms by name."""

from collections.abc import Mapping
from typing import Final

from toolbench_ood.rollout.arms.arm import Arm
from toolbench_ood.rollout.arms.grammar import ForcedGrammar, Grammar
from toolbench_ood.rollout.arms.hint import Hint
from toolbench_ood.rollout.arms.lenient import Lenient
from toolbench_ood.rollout.arms.prefix import Prefix
from toolbench_ood.rollout.arms.strict import Strict

_IN_ORDER = (Strict(), Lenient(), Prefix(), Grammar(), ForcedGrammar(), Hint())

ARMS: Final[Mapping[str, Arm]] = {arm.name: arm for arm in _IN_ORDER}
"""By name, in the order in which reports list them."""

"""The arm ``strict``: what every other arm is compared with."""

from typing import ClassVar

from toolbench_ood.rollout.arms.arm import Arm
from toolbench_ood.types.arm import STRICT


class StrictArm(Arm):
    """No help: messages are read as they are."""

    name: ClassVar[str] = STRICT
    gives: ClassVar[str] = "no help"

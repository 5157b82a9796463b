"""The arm ``mask``: control tokens may not stand where only a collapsed model puts them."""

from typing import ClassVar

from toolbench_ood.rollout.arms.arm import Arm, Help, Standing


class MaskArm(Arm):
    """Bans an end right after an opener, and an opener where no call is due; nothing else."""

    name: ClassVar[str] = "mask"
    gives: ClassVar[str] = (
        "no turn ends or call closes right after an opener, and no opener where no call is due"
    )
    shows: ClassVar[str] = "the model can write calls, but its control tokens get in the way"
    is_informed: ClassVar[bool] = True
    constrains: ClassVar[bool] = True
    needs_distinct_opener: ClassVar[bool] = True

    def help(self, standing: Standing) -> Help:
        """Constrain the message to text without those marks."""
        return Help(grammar=standing.format.mask(due=standing.due > 0))

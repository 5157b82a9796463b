"""The arm ``mask``: control tokens may not stand where only a collapsed model puts them."""

from typing import TYPE_CHECKING, ClassVar

from toolbench_ood.rollout.arms.arm import Arm, Help, Standing

if TYPE_CHECKING:
    from toolbench_ood.format.format import Format


class MaskArm(Arm):
    """Bans an end right after an opener, and an opener where no call is due; nothing else."""

    name: ClassVar[str] = "mask"
    gives: ClassVar[str] = (
        "no turn ends or call closes right after an opener, and no opener where no call is due"
    )
    shows: ClassVar[str] = "the model can write calls, but its control tokens get in the way"
    is_informed: ClassVar[bool] = True
    constrains: ClassVar[bool] = True

    def obstacle(self, format_: "Format") -> str | None:
        """Refuse formats whose opener may stand in any answer."""
        if format_.has_distinct_opener:
            return None
        return f"its calls begin with {format_.opener!r}, which prose may contain as well"

    def help(self, standing: Standing) -> Help:
        """Constrain the message to text without those marks."""
        return Help(grammar=standing.format.mask(due=standing.due > 0))

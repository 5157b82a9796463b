"""The arm ``prefix``: where a call is due, the message begins with the call's opener."""

from typing import TYPE_CHECKING, ClassVar

from toolbench_ood.rollout.arms.arm import Arm, Help, Standing

if TYPE_CHECKING:
    from toolbench_ood.format.format import Format


class PrefixArm(Arm):
    """Writes the opener of a call where one is due; the model goes on from there."""

    name: ClassVar[str] = "prefix"
    gives: ClassVar[str] = "the opener of a call is written where a call is due"
    shows: ClassVar[str] = "the model can write calls, but does not begin them by itself"
    is_informed: ClassVar[bool] = True

    def obstacle(self, format_: "Format") -> str | None:
        """Refuse formats whose calls begin with the tool's name."""
        return None if format_.opener else "its calls begin with the tool's name, not an opener"

    def help(self, standing: Standing) -> Help:
        """Begin the message if a call is due."""
        return Help(opener=standing.format.opener, begins=True) if standing.due else Help()

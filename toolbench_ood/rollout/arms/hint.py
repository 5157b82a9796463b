"""The arm ``hint``: the user names the tools to call."""

from typing import ClassVar

from toolbench_ood.rollout.arms.arm import Arm, Help, Standing


class HintArm(Arm):
    """Tells which tools to call, but not with what; tells not knowing from not writing."""

    name: ClassVar[str] = "hint"
    gives: ClassVar[str] = "each ask ends with the names of the tools to call, in their order"
    shows: ClassVar[str] = "the model can write calls, but does not know which are due"
    is_informed: ClassVar[bool] = True

    def help(self, standing: Standing) -> Help:
        """Name the tools of the solution; an ask that needs none stays as it is."""
        names = [call.name for call in standing.solution]
        if not names:
            return Help()
        what = "Use this tool" if len(names) == 1 else "Use these tools, in this order"
        return Help(words=f"{what}: {', '.join(names)}.")

"""The arms ``grammar`` and ``grammar-forced``: decoding is constrained to the format."""

from typing import ClassVar

from toolbench_ood.rollout.arms.arm import Arm, Help, Standing


class GrammarArm(Arm):
    """Whether and when to call is the model's; how a call is written is not."""

    name: ClassVar[str] = "grammar"
    gives: ClassVar[str] = "once the opener of a call is written, the rest must follow the format"
    shows: ClassVar[str] = "the model can choose the calls, but not write them"
    constrains: ClassVar[bool] = True
    needs_distinct_opener: ClassVar[bool] = True

    def help(self, standing: Standing) -> Help:
        """Constrain the message from the opener on."""
        return Help(grammar=standing.format.grammar(standing.tools, free=True))


class ForcedGrammarArm(Arm):
    """Where calls are due, the message is made of calls, and of no more than are due."""

    name: ClassVar[str] = "grammar-forced"
    gives: ClassVar[str] = (
        "where calls are due, the message must be made of calls, no more than those"
    )
    shows: ClassVar[str] = (
        "the model can choose the calls, but does not begin them or cannot write them"
    )
    is_informed: ClassVar[bool] = True
    constrains: ClassVar[bool] = True

    def help(self, standing: Standing) -> Help:
        """Constrain the message if a call is due."""
        if not standing.due:
            return Help()
        grammar = standing.format.grammar(standing.tools, most=standing.due)
        return Help(grammar=grammar, begins=True)

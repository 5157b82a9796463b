"""Mutation operators: each plants one fault in a rendered message and knows what must be reported.

They serve as the taxonomy's unit test and as the faults that the scripted engine plants.
"""

from toolbench_ood.format.mutations.mutation import Mutation
from toolbench_ood.format.mutations.table import MUTATIONS

__all__ = ["MUTATIONS", "Mutation"]

"""Mutation operators: each plants one fault in a rendered message and states the expected finding.

They are the taxonomy's unit tests and the faults that the scripted engine plants.
"""

from toolbench_ood.format.mutations.mutation import Mutation
from toolbench_ood.format.mutations.table import MUTATIONS

__all__ = ["MUTATIONS", "Mutation"]

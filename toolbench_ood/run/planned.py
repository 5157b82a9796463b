"""A run before anything is loaded: its model, and what it plays."""

from dataclasses import dataclass

from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.plan import Plan, make_plan
from toolbench_ood.run.settings import Settings
from toolbench_ood.tasks.collect import Collection


@dataclass(frozen=True, slots=True)
class Planned:
    """A model, and the cases that it plays."""

    model: Model
    plan: Plan


def plan_run(settings: Settings, collection: Collection | None = None) -> Planned:
    """Open the model of a new run, and plan its cases.

    Args:
        settings: what the user chose.
        collection: the suites, where they are loaded already.

    Raises:
        UserError: a setting is wrong.
    """
    model = open_model(settings).around_id()
    return Planned(model, make_plan(model.settings, model, collection))

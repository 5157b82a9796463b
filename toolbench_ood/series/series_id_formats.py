"""The ID formats of a whole series, so that its checkpoints play the same cases."""

from collections.abc import Sequence
from dataclasses import replace

from toolbench_ood.policy.find import is_scripted
from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.settings import AUTO_DETECT, NONE, Settings
from toolbench_ood.run.training import declared_training
from toolbench_ood.series.find_checkpoints import Found
from toolbench_ood.series.unit import Suites
from toolbench_ood.types.errors import UserError


def find_id_formats(settings: Settings, found: Sequence[Found], suites: Suites) -> tuple[str, ...]:
    """Return what ``--id-format`` is for every checkpoint.

    With ``auto`` they are those of the first checkpoint that can be read, and those that others
    declare.

    Args:
        settings: what the user chose.
        found: the checkpoints.
        suites: those of the series.

    Raises:
        UserError: a setting is wrong, leaves nothing to play, or no checkpoint can be read.
    """
    model = _first_readable(settings, found)
    if AUTO_DETECT not in settings.id_formats:
        make_plan(model.settings, model, suites.loaded)
        return settings.id_formats
    declared = (name for each in found for name in _declared(settings, each))
    names = tuple(sorted({*model.id_formats.names, *declared})) or (NONE,)
    chosen = replace(model.settings, id_formats=names)
    make_plan(chosen, replace(model, settings=chosen), suites.loaded)
    return names


def _first_readable(settings: Settings, found: Sequence[Found]) -> Model:
    """Open the first model whose tokenizer and chat template can be read (UserError: none can)."""
    refused: UserError | None = None
    for each in found:
        model = open_model(replace(settings, model=each.model))
        try:
            _ = model.id_formats
        except UserError as error:
            refused = refused or error
        else:
            return model
    raise refused or UserError("there is no checkpoint to play")


def _declared(settings: Settings, found: Found) -> tuple[str, ...]:
    """Return the formats that a checkpoint declares, where it is at hand."""
    if is_scripted(found.model):
        return ()
    try:
        here = open_model(replace(settings, model=found.model)).here
        training = declared_training(*here.folders) if here else None
    except UserError:
        return ()  # said when it is played
    return training.formats if training else ()

"""The command that shows one case of a run as it was played."""

from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.sources import NOTHING, SPEECH, Sources, whole_command


def show_command(run: RunFolder, record: Record, sources: Sources = NOTHING) -> str:
    """Return the command line, with the folders and the model that the run was given."""
    words = ("show", record.case, "--run", run.path)
    return whole_command(words, run.header.settings, sources, SPEECH)

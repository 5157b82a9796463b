"""The command that shows one case of a run as it was played."""

import shlex

from toolbench_ood.model.bundled import BUNDLED
from toolbench_ood.model.resolve import ModelKind
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder


def show_command(run: RunFolder, record: Record) -> str:
    """Return the command line, with the folders and the model that the run was given."""
    settings = run.header.settings
    real = run.header.model.kind != ModelKind.SCRIPTED and settings.model != BUNDLED
    options = [
        *(("--tasks", folder) for folder in settings.task_folders),
        *(("--formats", folder) for folder in settings.format_folders),
        *((("--model", settings.model),) if real else ()),
        *((("--base-model", settings.base_model),) if settings.base_model else ()),
        *((("--chat-template", settings.chat_template),) if settings.chat_template else ()),
    ]
    words = ["toolbench-ood", "show", record.case, "--run", run.path]
    return shlex.join(map(str, [*words, *(word for option in options for word in option)]))

"""From a record in a run's folder to the case as it was played."""

from dataclasses import replace

from toolbench_ood.chat.chat import Chat
from toolbench_ood.model.resolve import ModelKind, ModelRef, resolve_here
from toolbench_ood.policy.find import is_scripted
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader
from toolbench_ood.run.load_chat import load_chat
from toolbench_ood.run.model import open_model
from toolbench_ood.run.played import Played, played
from toolbench_ood.run.rescore import recorded_cases
from toolbench_ood.run.settings import NONE, Settings
from toolbench_ood.run.sources import Sources, comes_with_program, put_over
from toolbench_ood.shifts.digest import shift_digests
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.errors import UserError


def recall(header: RunHeader, record: Record, sources: Sources) -> Played:
    """Reconstruct how a case was played, as far as its task and tokenizer are available.

    Raises:
        UserError: the model that the sources name isn't the run's, or can't be had; or the task is
            broken.
    """
    notes: list[str] = []
    case = _case(header, record, sources, notes)
    if case is None:
        return played(header, record, None, None, notes)
    case, chat = _spoken(header, case, sources, notes)
    return played(header, record, case, chat, notes)


def _spoken(
    header: RunHeader, case: Case, sources: Sources, notes: list[str]
) -> tuple[Case, Chat | None]:
    """Return the case with the chat in which it was played; None if no tokenizer is available."""
    if header.model.kind == ModelKind.SCRIPTED:
        scripted = ModelRef(header.model.name, ModelKind.SCRIPTED, None)
        return case, load_chat(header.settings, scripted)
    if not _has_model(header, sources, notes):
        return case, None
    model = open_model(_settings(header, sources), loads=False)
    _require_same_chat(header, model.chat, model.settings.model)
    played_in = model.format(case.format.name)
    return replace(case, format=played_in), model.chat_of(played_in)


def _case(header: RunHeader, record: Record, sources: Sources, notes: list[str]) -> Case | None:
    """Return the recorded case where its suite and its format are here; note why not."""
    try:
        (case,) = recorded_cases(header, [record], sources)
    except UserError as error:
        notes.append(f"the world's state is not shown: {error}")
        return None
    entry = header.suites.get(record.suite)
    if entry is None or entry.digest != case.suite.digest:
        notes.append(f"suite {record.suite} has changed since the run, so its states may differ")
    for name, digest in shift_digests([record.shift]).items():
        shift = header.shifts.get(name)
        if shift is None or shift.digest != digest:
            notes.append(f"shift {name} has changed since the run, so its words may differ")
    return case


def _settings(header: RunHeader, sources: Sources) -> Settings:
    """Return the run's settings with what the sources name."""
    settings = put_over(header.settings, sources)
    return replace(settings, id_formats=header.id_formats.names or (NONE,))


def _has_model(header: RunHeader, sources: Sources, notes: list[str]) -> bool:
    """Whether there is a tokenizer; note if there is none."""
    if sources.model is not None:
        if is_scripted(sources.model):
            raise UserError(
                f"{sources.model} is a scripted model, but the run was made with "
                f"{header.model.name}; give that model"
            )
        return True
    own = header.settings.model
    if comes_with_program(own) and resolve_here(own, sources.base_model) is not None:
        return True
    notes.append(
        f"prompts are shown as messages; with --model (the run's was {header.model.name}) they "
        "are shown token for token"
    )
    return False


def _require_same_chat(header: RunHeader, chat: Chat, model: str) -> None:
    different = [
        name.replace("_", " ")
        for name, digest in header.chat.fingerprint.items()
        if chat.tokenizer.fingerprint.get(name) != digest
    ]
    if different:
        raise UserError(
            f"{model} is not the model of the run: its {' and '.join(different)} differ; give the "
            "run's model and, with --chat-template, the template it was run with"
        )

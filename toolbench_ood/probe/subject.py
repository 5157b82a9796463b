"""What is probed: the model, one format, and conversations in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolbench_ood.format.format import Format
from toolbench_ood.probe.controls import Control, find_controls
from toolbench_ood.probe.conversation import (
    ProbedConversation,
    oracle_conversation,
    recorded_conversation,
)
from toolbench_ood.rollout.limits import Limits
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.choose import keep_few
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.plan import Plan, digest_of, make_plan
from toolbench_ood.run.rescore import recorded_cases
from toolbench_ood.run.setting import make_setting
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.sources import Sources
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.errors import UnwritableError, UserError, choices

UNWRITABLE = "the format cannot write a call of the solution"
CHANGED = "the prompts are no longer those of the run"
TOO_LONG = "longer than the model's context"
"""Why a conversation is left out."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Conversations on one kind of prefix."""

    conversations: tuple[ProbedConversation, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Number of conversations that were left out, by the reason."""

    @property
    def digest(self) -> str:
        """SHA-256 over the sorted ids of the cases."""
        return digest_of(each.case for each in self.conversations)

    def within(self, context: int | None) -> "Chosen":
        """Leave out what does not fit a context with one token to spare."""
        fitting = tuple(
            each for each in self.conversations if context is None or len(each.tokens) < context
        )
        lost = len(self.conversations) - len(fitting)
        left_out = {**self.left_out, TOO_LONG: lost} if lost else self.left_out
        return Chosen(fitting, left_out)


@dataclass(frozen=True, slots=True)
class ProbeSubject:
    """A model in one format."""

    model: Model
    format: Format
    setting: Setting
    controls: tuple[Control, ...]
    oracle: Chosen
    own: Chosen | None


def make_subject(settings: Settings, run: Path | None, tokens: Sequence[str]) -> ProbeSubject:
    """Choose conversations and turn them into the model's tokens; no weights are loaded.

    Args:
        settings: what the user chose; without a format, the model's ID format is meant.
        run: folder of a run of the model, whose messages are probed too.
        tokens: texts to follow.

    Raises:
        UserError: the model is scripted, the format cannot be played with it, the run is another
            model's, or nothing is left to probe.
    """
    model = _in_one_format(settings)
    # A run of another model is refused before anything is played.
    folder = None if run is None else _opened(run, model)
    plan = make_plan(model.settings, model)
    (format_,) = plan.formats
    subject = _subject(model, format_, plan.cases, tokens)
    if folder is None:
        return subject
    return replace(subject, own=_own(folder, model, format_, subject.setting))


def require_probabilities(model: Model) -> None:
    """Refuse a scripted model (UserError)."""
    if model.ref.path is None:
        raise UserError("a scripted model has no probabilities")


def subject_of_plan(model: Model, plan: Plan, format_: str, conversations: int) -> ProbeSubject:
    """Choose conversations from the cases of a run, all in one format.

    Args:
        model: the run's.
        plan: the run's cases; those that differ in format, arm or sample are one conversation.
        format_: name of the format.
        conversations: at most so many, spread over the tasks.

    Raises:
        UserError: the format cannot be played with the model, or can write none of the solutions.
    """
    model = model.playing((format_,), history="append")
    played = model.format(format_)
    cases = {
        each.id: each
        for each in (replace(case, format=played, arm=STRICT, sample=0) for case in plan.cases)
    }
    return _subject(model, played, keep_few(tuple(cases.values()), conversations), ())


def _subject(
    model: Model, format_: Format, cases: Sequence[Case], tokens: Sequence[str]
) -> ProbeSubject:
    """Play cases by their solutions (UserError: the format can write none of them)."""
    setting = make_setting(model, Limits(), None)
    oracle = _oracle(cases, setting)
    if not oracle.conversations:
        raise UserError(
            f"format {format_.name} can write no solution of the {len(cases)} chosen cases; "
            "choose others, or another --format"
        )
    return ProbeSubject(
        model=model,
        format=format_,
        setting=setting,
        controls=find_controls(setting.chat_of(format_.name), format_, tokens),
        oracle=oracle,
        own=None,
    )


def _in_one_format(settings: Settings) -> Model:
    """Open the model with the format that is meant."""
    model = open_model(settings)
    if model.ref.path is None:
        raise UserError(
            f"{settings.model} is a scripted model and has no probabilities; give a checkpoint "
            "folder, a hub id or smollm2"
        )
    names = settings.formats or model.id_formats.names
    if len(names) != 1:
        known = f"the model has the ID formats {choices(names)}" if names else "none is known"
        if settings.formats:
            known = f"{len(names)} are given"
        raise UserError(f"a probe is of one format, and {known}; give one with --format NAME")
    return open_model(replace(settings, formats=tuple(names), arms=(STRICT,)))


def _oracle(cases: Sequence[Case], setting: Setting) -> Chosen:
    conversations, left_out = [], Counter[str]()
    for case in cases:
        try:
            conversations.append(oracle_conversation(case, setting))
        except UnwritableError:
            left_out[UNWRITABLE] += 1
    return Chosen(tuple(conversations), left_out)


def _opened(path: Path, model: Model) -> RunFolder:
    """Open the folder of a run of this model (UserError: it is another's)."""
    folder = RunFolder.open(path)
    recorded = folder.header.model
    if recorded.fingerprint != model.ref.fingerprint():
        raise UserError(
            f"{path} is a run of another model ({recorded.name}) than {model.settings.model}; give "
            "a run of this one, or leave --run out"
        )
    if folder.header.chat.fingerprint != dict(model.chat.tokenizer.fingerprint):
        raise UserError(
            f"{path} was played with another chat template than that of {model.settings.model}; "
            "give the run's with --chat-template and --template-option"
        )
    if folder.header.settings.history != "append":
        raise UserError(
            f"{path} was played with --history {folder.header.settings.history}, so its prompts "
            "change from step to step; give a run that appends"
        )
    return folder


def _own(folder: RunFolder, model: Model, format_: Format, setting: Setting) -> Chosen:
    """Take the conversations of a run that are in the format, without help."""
    settings = model.settings
    records = [
        each
        for each in folder.records()
        if each.format == format_.name and each.arm == STRICT and each.stop.scored
    ]
    if not records:
        raise UserError(
            f"{folder.path} has no case in format {format_.name}; its formats are "
            f"{choices(folder.header.formats)}"
        )
    sources = Sources(task_folders=settings.task_folders, format_folders=settings.format_folders)
    cases = recorded_cases(folder.header, records, sources)
    by_id = {record.case: record for record in records}
    kept = keep_few([replace(case, format=format_) for case in cases], settings.limit)
    played = replace(setting, system=folder.header.settings.system)
    found = [recorded_conversation(case, played, by_id[case.id]) for case in kept]
    conversations = tuple(each for each in found if each is not None)
    lost = len(found) - len(conversations)
    if not conversations:
        raise UserError(
            f"none of the {len(found)} cases of {folder.path} has the prompts that were recorded, "
            "because tasks or formats have changed since; play the run again"
        )
    return Chosen(conversations, {CHANGED: lost} if lost else {})

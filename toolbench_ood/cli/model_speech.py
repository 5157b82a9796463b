"""What ``doctor --model`` reports: the format of a model's chat template."""

from collections.abc import Iterator
from dataclasses import dataclass

from toolbench_ood.cli.model_view import ModelView, adapter_lines, view_model
from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json


@dataclass(frozen=True, slots=True)
class Speech:
    """A model's tokenizer and chat template."""

    model: str
    view: ModelView
    native: str
    """The format that reads what the template writes, or why there is none."""

    def as_dict(self) -> Json:
        """Return it for programs."""
        return {"name": self.model, "native": self.native, **self.view.as_dict()}


def speak_of(asked: Settings) -> Speech:
    """Examine a model's tokenizer and template, and every format with them.

    Raises:
        UserError: there is no such model here, or its template can't be used.
    """
    model = open_model(asked, loads=False)
    view = view_model(model, [model.library.load(name) for name in model.library.names()])
    if view is None:
        raise UserError(
            f"--model {asked.model} can't be examined here: that needs transformers, and a model "
            "folder or smollm2 after its first run, and with an adapter its base model too; leave "
            "--model out"
        )
    return Speech(asked.model, view, _native(model))


def _native(model: Model) -> str:
    try:
        return model.native.matching.name
    except UserError as error:
        return str(error)


def speech_lines(speech: Speech) -> Iterator[str]:
    """Yield the lines to print."""
    known, training = speech.view.id_formats, speech.view.training
    yield f"\nmodel {speech.model}"
    if speech.view.unloadable:
        yield f"  can't be loaded: {speech.view.unloadable}"
    if speech.view.adapter:
        yield from (f"  {line}" for line in adapter_lines(speech.view.adapter))
    if training:
        yield f"  trained on: {training}"
    yield f"  ID format: {known.words} ({known.reason})"
    yield f"  native: {speech.native}"
    if marks := speech.view.reasoning:
        yield f"  reasoning: {marks.words}"
    for note in speech.view.notes:
        yield f"  note: {note}"

"""A model's chat template, format and markers, as commands show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec

from toolbench_ood.chat.markers import Marker
from toolbench_ood.format.format import Format
from toolbench_ood.model.chat_files import find_chat_files
from toolbench_ood.model.loadable import loading_problem, require_tokenizer
from toolbench_ood.model.resolve import ModelRef
from toolbench_ood.run.header import IdFormats
from toolbench_ood.run.markers import FormatMarkers
from toolbench_ood.run.model import Model
from toolbench_ood.types.reasoning import ReasoningMarks
from toolbench_ood.types.value import Json


@dataclass(frozen=True, slots=True)
class AdapterView:
    """What is known of an adapter."""

    base: str
    """The folder of the base model."""
    rank: int
    modules: tuple[str, ...]
    """The modules that it changes, by their names or a pattern."""
    only_merged: tuple[str, ...]
    """What only engines that merge it into its base can apply."""


@dataclass(frozen=True, slots=True)
class ModelView:
    """What is known of a model that is not loaded."""

    id_formats: IdFormats
    markers: Mapping[str, FormatMarkers]
    notes: tuple[str, ...]
    unloadable: str | None
    """Why no engine in this process could load it; None if no reason is known."""
    adapter: AdapterView | None = None
    """None for a whole model."""
    training: str | None = None
    """The content that its folder declares, with the source; None if it declares nothing."""
    reasoning: ReasoningMarks | None = None
    """What encloses its reasoning; None if template and tokenizer have no marks."""

    def as_dict(self) -> Json:
        """Return it for programs."""
        return {
            "id_formats": self.id_formats.model_dump(mode="json"),
            "markers": {name: asdict(found) for name, found in self.markers.items()},
            "notes": list(self.notes),
            "unloadable": self.unloadable,
            "adapter": asdict(self.adapter) if self.adapter else None,
            "training": self.training,
            "reasoning": asdict(self.reasoning) if self.reasoning else None,
        }


def view_model(model: Model, formats: Sequence[Format]) -> ModelView | None:
    """Look at a model.

    Returns:
        None for a scripted model, for one that would have to be fetched or converted first, and
        where transformers, which reads tokenizers, is not installed.

    Raises:
        UserError: the folder holds no model, or its template or tokenizer can't be used.
    """
    ref = model.here
    if ref is None or ref.path is None or find_spec("transformers") is None:
        return None
    require_tokenizer(find_chat_files(ref.folders).tokenizer)
    markers = model.measure(formats)
    return ModelView(
        id_formats=model.id_formats,
        markers=markers,
        notes=model.notes(markers),
        unloadable=loading_problem(ref.path, ref.adapter),
        adapter=_view_adapter(ref),
        training=_declared(model),
        reasoning=model.chat.frames.reasoning,
    )


def _view_adapter(ref: ModelRef) -> AdapterView | None:
    adapter = ref.adapter
    if adapter is None:
        return None
    return AdapterView(str(ref.path), adapter.rank, adapter.modules, adapter.only_merged)


def _declared(model: Model) -> str | None:
    training = model.training
    if training is None:
        return None
    suites = "; ".join(f"{suite} [{', '.join(names)}]" for suite, names in training.suites.items())
    return f"{suites} (declared in {training.source})"


def adapter_lines(adapter: AdapterView) -> Iterator[str]:
    """Yield the lines to print of an adapter."""
    yield f"base model: {adapter.base}"
    yield f"LoRA adapter of rank {adapter.rank} on {', '.join(map(_printable, adapter.modules))}"
    if adapter.only_merged:
        yield f"only for --engine transformers: it uses {' and '.join(adapter.only_merged)}"


def _printable(text: str) -> str:
    return text if text.isprintable() else repr(text)


def marker_lines(found: FormatMarkers) -> Iterator[str]:
    """Yield one line per marker: how many tokens it takes, and what is special about it."""
    width = max(map(len, map(repr, found.markers)), default=0)
    for text, marker in found.markers.items():
        yield f"{text!r:<{width}}  {_words(marker)}"
    yield f"a call without arguments takes {found.call_tokens} tokens besides the tool's name"


def _words(marker: Marker) -> str:
    words = [f"{marker.tokens} token{'' if marker.tokens == 1 else 's'}"]
    if marker.control:
        words.append("a control token that the model was trained with")
    if marker.substituted:
        words.append(f"ordinary text in place of the control token {', '.join(marker.substituted)}")
    if marker.ends_turn:
        words.append("ends the model's turn")
    return ", ".join(words)

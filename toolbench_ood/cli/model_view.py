"""A model's chat template, format and markers, as commands show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec

from toolbench_ood.chat.markers import Marker
from toolbench_ood.format.format import Format
from toolbench_ood.model.loadable import loading_problem, require_tokenizer
from toolbench_ood.model.resolve import local_folder
from toolbench_ood.policy.find import is_scripted
from toolbench_ood.run.header import IdFormats
from toolbench_ood.run.markers import FormatMarkers
from toolbench_ood.run.model import Model
from toolbench_ood.types.value import Json


@dataclass(frozen=True, slots=True)
class ModelView:
    """What is known of a model that is not loaded."""

    id_formats: IdFormats
    markers: Mapping[str, FormatMarkers]
    notes: tuple[str, ...]
    unloadable: str | None
    """Why no engine in this process could load it; None if no reason is known."""

    def as_dict(self) -> Json:
        """Return it for programs."""
        return {
            "id_formats": self.id_formats.model_dump(mode="json"),
            "markers": {name: asdict(found) for name, found in self.markers.items()},
            "notes": list(self.notes),
            "unloadable": self.unloadable,
        }


def view_model(model: Model, formats: Sequence[Format]) -> ModelView | None:
    """Look at a model.

    Returns:
        None for a scripted model, for one that would have to be fetched or converted first, and
        where transformers, which reads tokenizers, is not installed.

    Raises:
        UserError: the folder holds no model, or its template or tokenizer can't be used.
    """
    name = model.settings.model
    path = None if is_scripted(name) else local_folder(name)
    if path is None or find_spec("transformers") is None:
        return None
    require_tokenizer(path)
    markers = model.measure(formats)
    return ModelView(model.id_formats, markers, model.notes(markers), loading_problem(path))


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

"""The model of a run by its tokenizer and chat template; its weights are not loaded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.result_turn import ResultTurn
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NATIVE, NativeFormat, learn_native
from toolbench_ood.format.place import place
from toolbench_ood.model.resolve import ModelRef, resolve_here
from toolbench_ood.policy.find import is_scripted
from toolbench_ood.rollout.mode import Mode
from toolbench_ood.run.header import IdFormats
from toolbench_ood.run.id_formats import find_id_formats, spoken_format
from toolbench_ood.run.load_chat import find_model, load_chat
from toolbench_ood.run.markers import (
    FormatMarkers,
    collisions,
    foreign_controls,
    measure_format,
)
from toolbench_ood.run.profile import find_profile, panel_around
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.training import Training, declared_training
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.reasoning import Thinking

PlayedFormat = TypeVar("PlayedFormat", bound=Format)


@dataclass(frozen=True)
class Model:
    """What is known of a model; each property is computed once, when first needed.

    A property that the tokenizer or chat template can't provide raises UserError.
    """

    settings: Settings
    library: FormatLibrary
    """All formats that can be named in the run."""
    loads: bool = True
    """Whether its weights are loaded here; if not, none are fetched or asked for."""

    @cached_property
    def ref(self) -> ModelRef:
        """The model's kind and folder; a hub model is fetched for it."""
        settings = self.settings
        return find_model(settings.model, settings.base_model, weights=self.loads)

    @cached_property
    def _template(self) -> Chat:
        return load_chat(self.settings, self.ref)

    @cached_property
    def _spoken(self) -> tuple[str | None, str]:
        return spoken_format(self.library, self._template.tokenizer)

    @property
    def is_here(self) -> bool:
        """Whether its folder is at hand, so that nothing is fetched or converted for it."""
        return self.here is not None

    @property
    def here(self) -> ModelRef | None:
        """The real model's kind and folder, where nothing is fetched or converted for it."""
        settings = self.settings
        if is_scripted(settings.model):
            return None
        return resolve_here(settings.model, settings.base_model, weights=self.loads)

    @cached_property
    def training(self) -> Training | None:
        """What its folder declares of its training on exported tasks."""
        return declared_training(*self.ref.folders)

    @cached_property
    def id_formats(self) -> IdFormats:
        """The formats that the model was trained in."""
        find_spoken = None if self.ref.path is None else (lambda: self._spoken)
        return find_id_formats(self.settings.id_formats, self.library, find_spoken, self.training)

    @cached_property
    def chat(self) -> Chat:
        """Encodes conversations in the model's tokens."""
        if self.ref.path is None:
            return self._template
        known = [self.library.load(name) for name in self.id_formats.names]
        return self._template.spelling_out(foreign_controls(self._template, known))

    @cached_property
    def native(self) -> NativeFormat:
        """The format of the model's own chat template.

        Raises:
            UserError: the model is scripted, no format reads what its chat template writes, or the
                template can't be used so.
        """
        settings = self.settings
        if settings.history != "append":
            raise UserError(
                f"--format {NATIVE} appends what the template writes and never re-renders the "
                f"history, so it can't be played with --history {settings.history}; leave one of "
                "them out"
            )
        if self.ref.path is None:
            raise UserError(
                f"--format {NATIVE} is the chat template of a real model, and {settings.model} is "
                "a scripted model; name formats, or give a real model"
            )
        name, reason = self._spoken
        if name is None:
            raise UserError(
                f"--format {NATIVE} can't be read for {settings.model}: {_clause(reason)}; give "
                "another template with --chat-template FILE, add a format that reads it with "
                "--formats PATH, or name formats instead"
            )
        native = learn_native(self._template, self.library.load(name), settings.system)
        matching = self._thinking(native.matching)
        played = replace(native, thinking=matching.thinking, matching=matching)
        return self._showing(played)

    def format(self, name: str) -> Format:
        """Return a format as it is played: of the library, or the model's own (UserError)."""
        if name == NATIVE:
            return self.native
        if name not in self._placed:
            self._placed[name] = self._place(self.library.load(name))
        return self._placed[name]

    def _place(self, format_: Format) -> Format:
        history = self.settings.history
        if self.ref.path is None:
            return format_
        format_ = self._thinking(format_)
        if history != "flat":
            own = format_.name == self._spoken[0]
            format_ = place(format_, self._template, own=own, anew=history == "template")
        return self._showing(format_)

    def _showing(self, format_: PlayedFormat) -> PlayedFormat:
        """Return a format that knows with which control tokens the prompts write its markers."""
        shown = self._measured(format_).shown_controls
        return replace(format_, shown_controls=shown) if shown else format_

    def _thinking(self, format_: Format) -> Format:
        """Let a format read the model's reasoning, or what the format takes for reasoning."""
        marks = self._template.frames.reasoning or format_.reader.marks
        return replace(format_, thinking=Thinking(marks, self.settings.reasoning_calls))

    @cached_property
    def _placed(self) -> dict[str, Format]:
        """Formats as they are played with the model's chat template, by name."""
        return {}

    def chat_of(self, format_: Format) -> Chat:
        """Return the chat in which a format is played."""
        if isinstance(format_, NativeFormat):
            return format_.chat(self.chat)
        if format_.placement is None or format_.placement.words == "nobody":
            return self.chat
        turn = format_.placement.turn
        if turn not in self._with_results:
            self._with_results[turn] = self.chat.with_results(turn)
        return self._with_results[turn]

    @cached_property
    def _with_results(self) -> dict[ResultTurn, Chat]:
        """Chats whose tool turns are those of the template."""
        return {}

    def measure(self, formats: Sequence[Format]) -> dict[str, FormatMarkers]:
        """Measure the markers of formats, by name; of a scripted model's there are none."""
        if self.ref.path is None:
            return {}
        return {each.name: self._measured(each) for each in formats}

    def _measured(self, format_: Format) -> FormatMarkers:
        if format_.name not in self._markers:
            self._markers[format_.name] = measure_format(self.chat, format_)
        return self._markers[format_.name]

    @cached_property
    def _markers(self) -> dict[str, FormatMarkers]:
        """The markers of formats in the model's tokens, by name."""
        return {}

    def notes(self, measured: Mapping[str, FormatMarkers]) -> tuple[str, ...]:
        """Return what a user should know about the template and the markers, one sentence each."""
        return (*self._base_notes(), *self.chat.notes, *collisions(measured))

    def around_id(self) -> "Model":
        """Return the model with the formats of its profile chosen around its own format.

        What was learnt of the model is kept. It is the same model if its profile chooses none so,
        if formats were named, or if its own format is not known.
        """
        settings, profile = self.settings, find_profile(self.settings.profile)
        if not profile.around_id or settings.formats != profile.formats or self.ref.path is None:
            return self
        names = self.id_formats.names
        own = self._spoken[0] if self._spoken[0] in names else next(iter(names), None)
        if own is None:
            return self
        return self.playing(panel_around(own), history=self.settings.history)

    def playing(self, formats: tuple[str, ...], *, history: Mode) -> "Model":
        """Return the same model for a run in other formats; what was learnt of it is kept.

        Args:
            formats: their names.
            history: how prompts are made.
        """
        settings = replace(self.settings, formats=formats, history=history)
        library = FormatLibrary(settings.format_folders, formats)
        model = replace(self, settings=settings, library=library)
        vars(model).update({name: vars(self)[name] for name in _LEARNT if name in vars(self)})
        return model

    def _base_notes(self) -> Iterator[str]:
        given, adapter = self.settings.base_model, self.ref.adapter
        if given and adapter and adapter.base not in {None, given}:
            yield (
                f"The base model is {given}, as --base-model says; the adapter itself names "
                f"{adapter.base!r}."
            )


def open_model(
    settings: Settings, library: FormatLibrary | None = None, *, loads: bool = True
) -> Model:
    """Open the model that settings name, with all formats that they can name.

    Args:
        settings: name the model.
        library: the formats; None for those that the settings can name.
        loads: whether an engine may load it; a server's is never loaded here.
    """
    known = library or FormatLibrary(settings.format_folders, settings.formats)
    return Model(settings, known, loads=loads and not settings.is_served)


_LEARNT = ("ref", "training", "_template", "_spoken", "id_formats")
"""Properties that do not depend on the formats that are played."""


def _clause(sentence: str) -> str:
    """Make a sentence a part of another one."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")

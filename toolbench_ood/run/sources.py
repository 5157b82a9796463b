"""What a command line names anew for a run that is there already: a run's folder is data.

Nothing is loaded, imported, read or contacted because ``run.json`` names it. What it names may have
moved since, or the file may be somebody else's.
"""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from toolbench_ood.engines.footprint import ELEMENT_BYTES
from toolbench_ood.model.bundled import BUNDLED
from toolbench_ood.model.ladder import is_rung
from toolbench_ood.policy.find import is_scripted
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.option import declared_options
from toolbench_ood.types.value import Json

PARTS = ("task_folders", "format_folders")
"""What tells the cases of a run: enough to score it."""
SPEECH = (*PARTS, "model", "base_model", "chat_template")
"""What tells its prompts, token for token, too."""
EVERYTHING = (*SPEECH, "base_urls", "engine_args")
"""What is needed to go on with it."""

_RUNS_CODE = "trust_remote_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the parts of a run are, as the command line says; fields are those of the settings."""

    task_folders: tuple[Path, ...] = ()
    format_folders: tuple[Path, ...] = ()
    model: str | None = None
    """None for the run's own, if that is scripted or comes with the program."""
    base_model: str | None = None
    chat_template: Path | None = None
    base_urls: tuple[str, ...] = ()
    engine_args: Mapping[str, Json] = field(default_factory=dict)
    """Empty for the run's own, if these are numbers and switches."""


NOTHING = Sources()
"""Nothing is named."""


def put_over(settings: Settings, sources: Sources) -> Settings:
    """Return recorded settings with all that names a place replaced by what was given.

    What was not given is left out, apart from a model's name and engine arguments that name no
    place, which stay as recorded.
    """
    return replace(
        settings,
        task_folders=sources.task_folders,
        format_folders=sources.format_folders,
        model=sources.model or settings.model,
        base_model=sources.base_model,
        chat_template=sources.chat_template,
        base_urls=sources.base_urls,
        engine_args=dict(sources.engine_args) or settings.engine_args,
    )


def require_given(
    settings: Settings, sources: Sources, names: Sequence[str], command: Sequence[object]
) -> None:
    """Refuse to go on without something that was recorded and not given anew.

    Args:
        settings: the run's, as recorded.
        sources: what was given.
        names: the fields that are needed.
        command: the words of the command, without these options.

    Raises:
        UserError: with the options to give, as a whole command.
    """
    missing = [
        name for name in names if _names_place(settings, name) and not getattr(sources, name)
    ]
    if missing:
        options = " and ".join(_option_names()[name] for name in missing)
        raise UserError(
            f"{command[-1]} was played with {options}, and nothing is read or asked because a "
            f"run.json names it; give {options} again, as in: "
            f"{whole_command(command, settings, sources, names)}"
        )


def whole_command(
    command: Sequence[object], settings: Settings, sources: Sources, names: Sequence[str]
) -> str:
    """Return a command line with all the options that it needs, quoted for a shell.

    Args:
        command: its words without these options.
        settings: the run's, as recorded.
        sources: what was given, which comes before what was recorded.
        names: the fields of the options.
    """
    words = [word for name in names for word in _words(settings, sources, name)]
    return shlex.join(["toolbench-ood", *map(str, command), *words])


def resume_command(path: Path, settings: Settings, sources: Sources = NOTHING) -> str:
    """Return the command that goes on with the run in a folder."""
    return whole_command(("eval", "--resume", path), settings, sources, EVERYTHING)


def source_options() -> tuple[str, ...]:
    """Return the names of the options that set a field."""
    return tuple(_option_names()[field.name] for field in fields(Sources))


def comes_with_program(model: str) -> bool:
    """Whether a model's name stands for nothing outside the program."""
    if is_scripted(model) or model == BUNDLED:
        return True
    return is_rung(model) and not Path(model).exists()


def _words(settings: Settings, sources: Sources, name: str) -> Iterator[str]:
    value = getattr(sources, name)
    if not value and _names_place(settings, name):
        value = getattr(settings, name)
    for each in _each(value):
        yield from (_option_names()[name], each)


def _each(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (f"{key}={_as_typed(each)}" for key, each in value.items())
    elif isinstance(value, tuple):
        yield from map(str, value)
    elif value:
        yield str(value)


def _as_typed(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _names_place(settings: Settings, name: str) -> bool:
    """Whether a recorded setting stands for something outside the run's folder and the program."""
    value = getattr(settings, name)
    if name == "model":
        return not comes_with_program(value)
    if name == "engine_args":
        return any(not _is_plain(key, each) for key, each in value.items())
    return bool(value)


def _is_plain(name: str, value: Json) -> bool:
    """Whether an engine's argument can name neither code nor a file: a number, switch or type."""
    if isinstance(value, str):
        return value in ELEMENT_BYTES
    return name != _RUNS_CODE and (value is None or isinstance(value, bool | int | float))


@cache
def _option_names() -> Mapping[str, str]:
    """Return the names of options by their fields."""
    return {each.path[0]: each.option.name for each in declared_options(Settings)}

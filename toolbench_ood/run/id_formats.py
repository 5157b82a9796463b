"""Which formats count as those that a model was trained in."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from toolbench_ood.chat.detect import detect_format
from toolbench_ood.chat.tokenizer import Tokenizer
from toolbench_ood.format.format import Format
from toolbench_ood.format.generate.name import is_generated
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NATIVE
from toolbench_ood.run.header import IdFormatEntry, IdFormats
from toolbench_ood.run.settings import AUTO_DETECT, NONE
from toolbench_ood.run.training import Training
from toolbench_ood.types.errors import UserError

Spoken: TypeAlias = tuple[str | None, str]
"""The name of a chat template's format, if any, and how it was determined."""

_KINDS = ("native", "framework", "synthetic", "generated")
"""The order in which formats are tried on a template's calls."""


def find_id_formats(
    asked: Sequence[str],
    library: FormatLibrary,
    find_spoken: Callable[[], Spoken] | None,
    training: Training | None = None,
) -> IdFormats:
    """Return the ID formats.

    Args:
        asked: names of formats, ``none``, or ``auto`` for that of the chat template and those that
            the model declares.
        library: the formats that there are.
        find_spoken: determines the format of the chat template; None for a scripted model.
        training: what the model declares, if it does.

    Raises:
        UserError: there is no such format, or ``auto`` or ``none`` is given together with others.
    """
    require_known(asked, library)
    if NONE in asked:
        return _entries(library, (), "set by --id-format none")
    if AUTO_DETECT not in asked:
        return _entries(library, asked, "set by --id-format")
    if find_spoken is None:
        return _entries(library, (), "a scripted model was not trained on any format")
    name, reason = find_spoken()
    if training is not None:
        declared = f"declared in the model's {training.named}"
        known = _load_declared(library, training)
        names = (*known, *((name,) if name else ()))
        return _entries(library, names, f"{declared}; {reason}" if name else declared)
    if name is None:
        reason = (
            f"{reason.rstrip('.')}; every format counts as OOD unless --id-format names the one "
            "the model was trained on (toolbench-ood list formats)."
        )
    return _entries(library, (name,) if name else (), reason)


def spoken_format(library: FormatLibrary, tokenizer: Tokenizer) -> Spoken:
    """Return the format of a chat template; generated formats are not tried.

    Of formats that read the same calls, one whose calls are not declared to be like another's
    comes first, then one that is native to some family, then by name.
    """
    return detect_format(tokenizer, _by_precedence(library))


def require_declared_formats(asked: Sequence[str], training: Training) -> None:
    """Refuse ID formats that leave out one in which the model declares to be trained.

    Raises:
        UserError: with both.
    """
    missing = [name for name in training.formats if name not in asked]
    if missing and AUTO_DETECT not in asked:
        raise UserError(
            f"--id-format {','.join(asked)} contradicts {training.source}, which declares training "
            f"in the formats {', '.join(training.formats)}; name these too, or leave --id-format "
            "out"
        )


def require_known(asked: Sequence[str], library: FormatLibrary) -> None:
    """Refuse what cannot be ID formats, before a model is looked at.

    Raises:
        UserError: there is no such format, or ``auto`` or ``none`` is given together with others.
    """
    if NATIVE in asked:
        raise UserError(
            f"--id-format {NATIVE} is not a format; auto finds the one that the model's chat "
            "template writes"
        )
    alone = next((word for word in (NONE, AUTO_DETECT) if word in asked), None)
    if alone is not None and len(asked) > 1:
        raise UserError(
            f"--id-format {','.join(asked)} joins {alone} with others; give {alone} alone, or only "
            "names of formats"
        )
    for name in set(asked) - {NONE, AUTO_DETECT}:
        library.load(name)


def _load_declared(library: FormatLibrary, training: Training) -> tuple[str, ...]:
    try:
        return tuple(library.load(name).name for name in training.formats)
    except UserError as error:
        raise UserError(
            f"{training.source} declares training in the formats {', '.join(training.formats)}, "
            f"but {error} (a custom format needs its folder, with --formats)"
        ) from error


def _entries(library: FormatLibrary, names: Iterable[str], reason: str) -> IdFormats:
    found = {each.name: each for each in map(library.load, names)}
    return IdFormats(
        formats={name: _entry(found[name]) for name in sorted(found)},
        reason=reason,
    )


def _entry(format_: Format) -> IdFormatEntry:
    return IdFormatEntry(axes=format_.spec.axes.model_dump(mode="json"), split=format_.split)


def _by_precedence(library: FormatLibrary) -> Sequence[Format]:
    known = [library.load(name) for name in library.names() if not is_generated(name)]
    return sorted(
        known,
        key=lambda one: (bool(one.spec.calls_like), _KINDS.index(one.spec.kind), one.name),
    )

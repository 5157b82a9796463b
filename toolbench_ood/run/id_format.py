"""Which format counts as the one a model was trained on."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from toolbench_ood.chat.detect import detect_format
from toolbench_ood.chat.tokenizer import Tokenizer
from toolbench_ood.format.format import Format
from toolbench_ood.format.generate.name import is_generated
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NATIVE
from toolbench_ood.run.header import IdFormat
from toolbench_ood.types.errors import UserError

Spoken: TypeAlias = tuple[str | None, str]
"""The name of a chat template's format, if any, and how it was determined."""

_KINDS = ("native", "framework", "synthetic", "generated")
"""The order in which formats are tried on a template's calls."""


def id_format(
    asked: str, library: FormatLibrary, find_spoken: Callable[[], Spoken] | None
) -> IdFormat:
    """Return the ID format.

    Args:
        asked: a format's name, ``none``, or ``auto`` for that of the chat template.
        library: the formats that there are.
        find_spoken: determines the format of the chat template; None for a scripted model.

    Raises:
        UserError: there is no such format.
    """
    if asked == "none":
        return IdFormat(name=None, reason="set by --id-format none")
    if asked == NATIVE:
        raise UserError(
            f"--id-format {NATIVE} is not a format; auto finds the one that the model's chat "
            "template writes"
        )
    if asked != "auto":
        return IdFormat(name=library.load(asked).name, reason="set by --id-format")
    if find_spoken is None:
        return IdFormat(name=None, reason="a scripted model was not trained on any format")
    name, reason = find_spoken()
    if name is None:
        reason = (
            f"{reason.rstrip('.')}; every format counts as OOD unless --id-format names the one "
            "the model was trained on (toolbench-ood list formats)."
        )
    return IdFormat(name=name, reason=reason)


def spoken_format(library: FormatLibrary, tokenizer: Tokenizer) -> Spoken:
    """Return the format of a chat template; generated formats are not tried.

    Of formats that read the same calls, one whose calls are not declared to be like another's
    comes first, then one that is native to some family, then by name.
    """
    return detect_format(tokenizer, _by_precedence(library))


def _by_precedence(library: FormatLibrary) -> Sequence[Format]:
    known = [library.load(name) for name in library.names() if not is_generated(name)]
    return sorted(
        known,
        key=lambda one: (bool(one.spec.calls_like), _KINDS.index(one.spec.kind), one.name),
    )

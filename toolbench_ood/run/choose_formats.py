"""Which formats a run plays: those that are named, or those of its profile that the model has."""

from collections.abc import Iterable
from importlib.util import find_spec

from toolbench_ood.format.format import Format
from toolbench_ood.format.native import NATIVE, NativeFormat
from toolbench_ood.policy.find import is_scripted
from toolbench_ood.run.model import Model
from toolbench_ood.run.profile import find_profile
from toolbench_ood.types.errors import UserError


def choose_formats(model: Model, *, fetch: bool) -> tuple[tuple[Format, ...], tuple[str, ...]]:
    """Load the formats of a run, and say which of the profile's the model has not.

    Args:
        model: its settings name the formats; none stands for all that exist.
        fetch: whether a model that is not at hand may be fetched to look at its chat template.

    Raises:
        UserError: a format is unknown, or ``native`` is named and does not fit the model.
    """
    settings = model.settings
    names = tuple(dict.fromkeys(settings.formats or model.library.names()))
    if not find_profile(settings.profile).chose(settings.formats) or NATIVE not in names:
        return _loaded(model, names, fetch=fetch), ()
    others = tuple(name for name in names if name != NATIVE)
    formats = _loaded(model, others, fetch=fetch)
    native = _native(model, fetch=fetch)
    if isinstance(native, NativeFormat):
        return (*formats, native), ()
    return formats, native


def _loaded(model: Model, names: Iterable[str], *, fetch: bool) -> tuple[Format, ...]:
    """Load formats as they are played; as they ship, where that takes a model not at hand."""
    if fetch or is_scripted(model.settings.model) or _is_at_hand(model):
        return tuple(dict.fromkeys(map(model.format, names)))
    return tuple(model.native if name == NATIVE else model.library.load(name) for name in names)


def _is_at_hand(model: Model) -> bool:
    return model.is_here and find_spec("transformers") is not None


def _native(model: Model, *, fetch: bool) -> NativeFormat | tuple[str, ...]:
    """Return the model's own format, or a sentence that says why it is not played.

    There is nothing to say of a scripted model.
    """
    if is_scripted(model.settings.model):
        return ()
    if not fetch and not _is_at_hand(model):
        return (f"{NATIVE} is played too where the model's chat template has tools.",)
    try:
        return model.native
    except UserError as error:
        reason = str(error).rstrip(".")
        return (f"{NATIVE} is not played: {reason}.",)

"""From the name of a model to its location."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from toolbench_ood.model.adapter import ADAPTER_CONFIG, Adapter, is_adapter, read_adapter
from toolbench_ood.model.broken_file import listed
from toolbench_ood.model.bundled import BUNDLED, bundled_model, converted_model
from toolbench_ood.model.chat_files import has_tokenizer
from toolbench_ood.model.fingerprint import fingerprint
from toolbench_ood.model.hub import download, is_hub_id
from toolbench_ood.model.ladder import BASE_RUNG, LADDER, is_rung, rung_folder
from toolbench_ood.model.other_forms import file_form, folder_form
from toolbench_ood.model.weights import has_weights
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.suggest import closest

_NEIGHBOURS = 1000
"""Files beside a mistyped path that are looked at for one that is alike."""


class ModelKind(StrEnum):
    """Where a model comes from."""

    SCRIPTED = "scripted"
    LOCAL = "local"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class ModelRef:
    """One model: the name it was asked for by, and its folder."""

    name: str
    kind: ModelKind
    path: Path | None
    """The model's folder, or that of an adapter's base; None for a scripted model."""
    adapter: Adapter | None = None
    """The adapter that was asked for; None for a whole model."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that files of the model are looked for in, the first one first."""
        own = () if self.adapter is None else (self.adapter.folder,)
        return own if self.path is None else (*own, self.path)

    @property
    def short_name(self) -> str:
        """The name that results are shown under: of an absolute path, the last part."""
        path = Path(self.name)
        return path.name if path.is_absolute() else self.name

    @property
    def has_weights(self) -> bool:
        """Whether the folder holds weights, which a model that is served elsewhere needs not."""
        return self.path is not None and has_weights(self.path)

    def fingerprint(self) -> dict[str, str]:
        """Hash the files of the model, and those of its adapter under ``adapter/``."""
        found = {} if self.path is None else dict(fingerprint(self.path))
        own = {} if self.adapter is None else fingerprint(self.adapter.folder)
        return found | {f"adapter/{name}": digest for name, digest in own.items()}


def full_name(name: str) -> str:
    """Return the name of a real model, a path made absolute; a link in its place stays one."""
    path = Path(name).expanduser()
    if name == BUNDLED or not path.exists():
        return name
    return str(path.parent.resolve() / path.name if path.name not in {"", ".."} else path.resolve())


def resolve(
    name: str,
    *,
    scripted: Sequence[str] = (),
    base_model: str | None = None,
    weights: bool = True,
) -> ModelRef:
    """Find a model.

    Args:
        name: a scripted model's name (with or without ``:`` and its argument), ``smollm2``, a
            checkpoint of the ladder (``ladder:tuned``), the folder of a model or of an adapter, or
            an id ``organisation/name`` of the Hugging Face hub. A folder comes before a hub id or
            a checkpoint of the ladder of the same spelling.
        scripted: base names of the scripted models.
        base_model: the model that an adapter belongs to, in place of the one that it names.
        weights: whether they are loaded here; if not, none are fetched, and a folder with a
            tokenizer is enough.

    Raises:
        UserError: there is no such model, it can't be fetched, or the base of an adapter is not
            known.
    """
    if name.partition(":")[0] in scripted:
        return ModelRef(name, ModelKind.SCRIPTED, None)
    search = _Search(fetch=True, weights=weights)
    return search.with_base(search.locate(name, scripted), base_model)


def resolve_here(
    name: str, base_model: str | None = None, *, weights: bool = True
) -> ModelRef | None:
    """Find a real model that is here already; None where it would be fetched or converted first.

    Raises:
        UserError: the name is a path that holds no model, or the bundled model is not installed.
    """
    if name != BUNDLED and not is_rung(name) and not Path(name).expanduser().exists():
        return None
    search = _Search(fetch=False, weights=weights)
    found = search.with_base(search.locate(name), base_model)
    return None if found.path is None else found


@dataclass(frozen=True, slots=True)
class _Search:
    """How a model is looked for."""

    fetch: bool
    """Whether what is not here is fetched."""
    weights: bool
    """Whether its weights are needed."""

    def locate(self, name: str, scripted: Sequence[str] = ()) -> ModelRef:
        """Find a folder; its path is None where it is not here and may not be fetched."""
        path = Path(name).expanduser()
        if name == BUNDLED or (name == BASE_RUNG and not path.exists()):
            bundled = bundled_model() if self.fetch else converted_model()
            return ModelRef(name, ModelKind.LOCAL, bundled)
        if path.exists() or is_rung(name):
            folder = path if path.exists() else rung_folder(name)
            return ModelRef(name, ModelKind.LOCAL, self._checked(name, folder))
        if is_hub_id(name):
            fetched = download(name, weights=self.weights) if self.fetch else None
            return ModelRef(name, ModelKind.HUB, fetched)
        raise _no_model(name, path, scripted)

    def with_base(self, found: ModelRef, base_model: str | None) -> ModelRef:
        """Find the base where a folder is that of an adapter."""
        if found.path is None or not is_adapter(found.path):
            if base_model is not None:
                raise UserError(
                    f"--base-model {base_model} is the model that an adapter belongs to, and "
                    f"{found.name} is a whole model; leave --base-model out"
                )
            return found
        adapter = read_adapter(found.path)
        return ModelRef(found.name, found.kind, self._base(adapter, base_model), adapter)

    def _base(self, adapter: Adapter, given: str | None) -> Path | None:
        name = given or adapter.base
        if name is None:
            raise UserError(
                f"The adapter {adapter.folder} does not say which model it belongs to "
                f"(base_model_name_or_path in {ADAPTER_CONFIG}); give that with --base-model"
            )
        beside = adapter.folder / name
        if not given and not _is_known(name) and not beside.exists():
            raise UserError(
                f"The adapter {adapter.folder} belongs to the model {name!r}, which is not here; "
                "give its folder or hub id with --base-model"
            )
        try:
            found = self.locate(name if given or not beside.exists() else str(beside))
        except UserError as error:
            raise _no_base(adapter, name, given, error) from error
        if found.path is not None and is_adapter(found.path):
            raise UserError(
                f"The base model {name} of the adapter {adapter.folder} is an adapter itself; give "
                "the whole model below it with --base-model"
            )
        return found.path

    def _checked(self, name: str, path: Path) -> Path:
        if not path.is_dir():
            raise UserError(f"{name} {file_form(path)}.")
        if any((path / each).is_file() for each in ("config.json", ADAPTER_CONFIG)):
            return path.resolve()
        if not self.weights and has_tokenizer(path):
            return path.resolve()
        other = folder_form(path)
        if other:
            raise UserError(f"{name} {other}{'' if other.endswith('?') else '.'}")
        content = listed(sorted(path.iterdir())) or "nothing"
        raise UserError(
            f"{name} is not a model folder: expected config.json, weights and tokenizer, as "
            f"save_pretrained writes them; it contains {content}; give the folder of a checkpoint."
        )


def _no_model(name: str, path: Path, scripted: Sequence[str]) -> UserError:
    return UserError(
        f"There is no model {name!r}: expected a folder with a config.json or {ADAPTER_CONFIG}, a "
        "Hugging Face hub id (organisation/name), or one of "
        f"{choices((*scripted, BUNDLED, f'{LADDER}:<rung>'))}; "
        f"{_advice(name, path, (*scripted, BUNDLED, LADDER))}"
    )


def _is_known(name: str) -> bool:
    return name == BUNDLED or is_hub_id(name) or Path(name).expanduser().exists()


def _no_base(adapter: Adapter, name: str, given: str | None, error: UserError) -> UserError:
    if given:
        return UserError(f"--base-model {given} can't be used: {_clause(error)}")
    return UserError(
        f"The base model {name!r} that the adapter {adapter.folder} names can't be used: "
        f"{_clause(error)}; give a folder or hub id with --base-model"
    )


def _clause(error: UserError) -> str:
    """Make a sentence a part of another one."""
    sentence = str(error).rstrip(".")
    return sentence[:1].lower() + sentence[1:]


def _advice(name: str, path: Path, known: Sequence[str]) -> str:
    base, colon, rest = name.partition(":")
    alike = closest(base, known)
    if alike:
        return f"did you mean {alike}{colon}{rest}?"
    if path.parent.is_dir():
        beside = [entry.name for entry in islice(path.parent.iterdir(), _NEIGHBOURS)]
        near = closest(path.name, beside)
        if near:
            return f"did you mean {path.with_name(near)}?"
    return "check the path or choose one of these."

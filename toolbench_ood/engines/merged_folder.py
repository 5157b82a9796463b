"""A model with an adapter merged into it, in a folder that exists while an engine loads it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from toolbench_ood.engines.engine import tell_nobody
from toolbench_ood.engines.lora import Lora
from toolbench_ood.types.errors import UserError


@contextmanager
def merged_folder(
    model: Path, lora: Lora | None, say: Callable[[str], None] = tell_nobody
) -> Iterator[Path]:
    """Provide the folder, below the system's folder for temporary files.

    Args:
        model: folder of the base model.
        lora: the adapter; None for the base's own folder.
        say: called before the adapter is merged.

    Raises:
        UserError: the adapter can't be merged.
    """
    if lora is None:
        yield model
        return
    say("merging the adapter into the model: on a CPU, vLLM is slow at applying it")
    with TemporaryDirectory(prefix="toolbench-ood-") as place:
        folder = Path(place) / lora.folder.name
        program = [sys.executable, "-m", "toolbench_ood.engines.merge_to_folder"]
        done = subprocess.run(  # noqa: S603  our own module, with paths as arguments and no shell
            [*program, str(model), str(lora.folder), str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            words = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise UserError(
                f"The adapter {lora.folder} could not be merged into {model} ({words}); give "
                "--engine-arg enable_lora=true, with which vLLM applies it to each request"
            )
        yield folder

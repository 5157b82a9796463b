"""The manifest of what ships, whose hashes show whether two runs had the same tasks."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from toolbench_ood.shipped import shipped

_SHA256 = "^[0-9a-f]{64}$"


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SuiteHash(_Closed):
    """A suite as it ships."""

    version: int
    digest: str = Field(pattern=_SHA256)
    tasks: int


class FormatHash(_Closed):
    """A format as it ships."""

    version: int
    digest: str = Field(pattern=_SHA256)


class ProfileHash(_Closed):
    """The cases of a profile as it ships."""

    cases: int
    digest: str = Field(pattern=_SHA256)
    """SHA-256 over the sorted case ids."""


class Manifest(_Closed):
    """``tasks/manifest.json``."""

    suites: dict[str, SuiteHash]
    formats: dict[str, FormatHash]
    shifts: dict[str, Annotated[str, Field(pattern=_SHA256)]]
    """Digests of the content shifts, by name."""
    profiles: dict[str, ProfileHash]

    @classmethod
    def load(cls) -> Self:
        """Load the manifest that ships."""
        return cls.model_validate_json(manifest_file().read_bytes())

    @property
    def format_digests(self) -> Mapping[str, str]:
        """The digests of the formats that ship, by name."""
        return {name: entry.digest for name, entry in self.formats.items()}


def manifest_file() -> Path:
    """Return the path of the manifest."""
    return shipped("tasks") / "manifest.json"


def file_digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()

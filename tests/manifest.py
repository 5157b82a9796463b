"""``python -m tests.manifest``: write the hashes of what ships to ``tasks/manifest.json``."""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.profile import PROFILES
from toolbench_ood.run.published import profile_settings
from toolbench_ood.shifts.digest import shift_digests
from toolbench_ood.shipped import shipped
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.manifest import (
    FormatHash,
    Manifest,
    ProfileHash,
    SuiteHash,
    manifest_file,
)

_VERSIONS = {
    "world.py": re.compile(r"(?<=\bversion=)\d+(?=\)$)", re.MULTILINE),
    "format.toml": re.compile(r"(?<=^version = )\d+(?=$)", re.MULTILINE),
}
"""Where the version of a suite or format stands, by the file that declares it."""


def main(arguments: Sequence[str]) -> int:
    """Write the manifest, unless something has changed under a version that it had before."""
    parser = argparse.ArgumentParser(prog="python -m tests.manifest", description=__doc__)
    parser.add_argument(
        "--restart-versions",
        action="store_true",
        help="set the version of every suite and format to 1, whatever has changed; for the time "
        "before results are published for good",
    )
    if parser.parse_args(arguments).restart_versions:
        restart_versions(shipped("tasks"), shipped("formats"))
        now, problems = make_manifest(), []
    else:
        now = make_manifest()
        problems = version_problems(Manifest.load(), now)
    if problems:
        sys.stderr.write("\n".join([*problems, ""]))
        return 1
    manifest_file().write_text(now.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return 0


def restart_versions(*roots: Path) -> None:
    """Set the version of every suite and format folder below the roots to 1 in its own file."""
    for file in sorted(chain(*(root.glob("*/*") for root in roots))):
        if file.name in _VERSIONS:
            text = file.read_bytes().decode()
            file.write_bytes(_VERSIONS[file.name].sub("1", text).encode())


def version_problems(before: Manifest, now: Manifest) -> list[str]:
    """Say of each suite and format whose version does not count its change what to do."""
    return [
        *_problems("suite", before.suites, now.suites, "SUITE of its world.py"),
        *_problems("format", before.formats, now.formats, "its format.toml"),
    ]


def _problems(
    what: str,
    before: Mapping[str, SuiteHash | FormatHash],
    now: Mapping[str, SuiteHash | FormatHash],
    place: str,
) -> Iterator[str]:
    for name in sorted(before.keys() & now.keys()):
        old, new = before[name], now[name]
        if old.digest != new.digest and new.version != old.version + 1:
            yield (
                f"{what} {name} has changed since the manifest was written, when its version was "
                f"{old.version}; set version {old.version + 1} in {place}, where {new.version} is"
            )


def make_manifest() -> Manifest:
    """Hash what ships; a format that breaks its laws is refused (UserError)."""
    plans = {
        name: make_plan(profile_settings(name, profile), proven={})
        for name, profile in PROFILES.items()
    }
    library = FormatLibrary()
    formats = {name: library.load(name) for name in library.names()}
    return Manifest(
        suites={
            suite.name: SuiteHash(
                version=suite.version, digest=suite.digest, tasks=len(suite.tasks)
            )
            for suite in shipped_suites()
        },
        formats={
            name: FormatHash(version=each.spec.version, digest=each.digest)
            for name, each in formats.items()
        },
        shifts=dict(shift_digests()),
        profiles={
            name: ProfileHash(cases=len(plan.cases), digest=plan.digest)
            for name, plan in plans.items()
        },
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``python -m tests.manifest``: write the hashes of what ships to ``tasks/manifest.json``."""

import sys

from toolbench_ood.run.published import make_manifest
from toolbench_ood.task.manifest import Manifest, manifest_file


def unraised(before: Manifest, now: Manifest) -> list[str]:
    """Name the suites that have changed under the version that was published."""
    return [
        name
        for name, suite in now.suites.items()
        if name in before.suites
        and before.suites[name].version == suite.version
        and before.suites[name].digest != suite.digest
    ]


def main() -> int:
    """Write the manifest, unless a changed suite still has its old version."""
    now = make_manifest()
    file = manifest_file()
    stale = unraised(Manifest.load(), now) if file.exists() else []
    if stale:
        sys.stderr.write(f"raise the version in SUITE of {', '.join(stale)}: a task has changed\n")
        return 1
    file.write_text(now.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``make prove``: check in full what a test run samples, and keep the result in ``RESULT.md``.

Each part is a command of its own and is written down when it ends, so that the whole can be done in
several sittings: ``make prove PROVE="damage rollouts --seconds 3600 --missing"``.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from prove.parts import PARTS, ROOT, Part
from prove.result import FILE, Row, machine, read_rows, write_rows


def main() -> int:
    """Run the chosen parts; return 1 if one of them fails."""
    given = _arguments()
    if given.list:
        lines = [f"{name:<24}{one.minutes:>4g} min  {one.what}\n" for name, one in PARTS.items()]
        sys.stdout.writelines(lines)
        return 0
    rows = read_rows()
    end = time.monotonic() + given.seconds
    failed = False
    for name, part in _chosen(given, rows).items():
        left = end - time.monotonic()
        if left <= 0:
            break
        row = _run(part, left)
        sys.stdout.write(f"{name}: {row.result}, {row.checks:,} checks in {row.seconds:,.0f} s\n")
        sys.stdout.flush()
        failed |= row.result != "holds"
        rows[name] = row
        write_rows(rows)
    sys.stdout.write(f"written to {FILE.relative_to(ROOT)}\n")
    return int(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    parser.add_argument("parts", nargs="*", help="names, or beginnings of names; all without any")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="time for all together")
    parser.add_argument("--missing", action="store_true", help="only what does not hold so far")
    parser.add_argument("--list", action="store_true", help="say what there is and how long")
    given = parser.parse_args()
    unknown = [part for part in given.parts if not any(name.startswith(part) for name in PARTS)]
    if unknown:
        parser.error(f"no part begins with {unknown[0]!r}; there are {', '.join(PARTS)}")
    return given


def _chosen(given: argparse.Namespace, rows: Mapping[str, Row]) -> dict[str, Part]:
    wanted = tuple(given.parts) or ("",)
    return {
        name: part
        for name, part in PARTS.items()
        if name.startswith(wanted)
        and not (given.missing and name in rows and rows[name].result == "holds")
    }


def _run(part: Part, seconds: float) -> Row:
    """Run a part for so many seconds at most, and show what it says if it fails."""
    begin = time.monotonic()
    limit = None if seconds == float("inf") else seconds
    try:
        done = subprocess.run(  # noqa: S603  our own command
            part.command(), cwd=ROOT, capture_output=True, text=True, timeout=limit, check=False
        )
        output, result = done.stdout, "holds" if done.returncode == 0 else "FAILS"
    except subprocess.TimeoutExpired as stopped:
        output, result = (stopped.stdout or b"").decode(errors="replace"), "out of time"
    if result == "FAILS":
        sys.stdout.write(output[-20_000:])
    return Row(
        what=part.what,
        result=result,
        checks=part.checks(output),
        seconds=time.monotonic() - begin,
        date=datetime.now(UTC).date().isoformat(),
        commit=_commit(),
        machine=machine(),
    )


def _commit() -> str:
    """Return the commit that is checked out, with a mark where files of the code differ from it.

    What this command writes itself is not counted.
    """
    results = FILE.relative_to(ROOT).as_posix()
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", f":!{results}")
    return _git("rev-parse", "--short", "HEAD") + ("-dirty" if changed else "")


def _git(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603  our own command
        ["git", *arguments],  # noqa: S607  the one on the user's path
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())

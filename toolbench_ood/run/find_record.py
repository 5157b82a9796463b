"""From a case id, whole or in part, to the record of that case in a run."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from toolbench_ood.rollout.record import Record
from toolbench_ood.types.errors import UserError

_SHOWN = 5


def find_record(records: Sequence[Record], name: str) -> Record:
    """Return the record whose case id equals the name, or is the only one with all of its words.

    Words are separated by blanks and brackets; case is ignored, as in ``-k``.

    Raises:
        UserError: no case of the run, or more than one, matches; the message lists candidates.
    """
    found = [record for record in records if record.case == name]
    if not found:
        words = [word for word in re.split(r"[\s\[\]]+", name.casefold()) if word]
        found = [record for record in records if _holds(record.case.casefold(), words)]
    if len(found) == 1:
        return found[0]
    raise UserError(_several(name, found) if found else _none(name, records))


def _holds(case: str, words: Sequence[str]) -> bool:
    return bool(words) and all(word in case for word in words)


def _several(name: str, found: Sequence[Record]) -> str:
    unsolved_first = sorted(found, key=lambda record: record.solved)
    more = ", …" if len(found) > _SHOWN else ""
    return (
        f"{name!r} matches {len(found)} cases of the run; give more of one id: "
        f"{', '.join(record.case for record in unsolved_first[:_SHOWN])}{more}"
    )


def _none(name: str, records: Sequence[Record]) -> str:
    ids = [record.case for record in records]
    tails = {case.rpartition("::")[2]: case for case in ids}
    near = get_close_matches(name.rpartition("::")[2], tails, n=_SHOWN, cutoff=0.5)
    alike = [tails[match] for match in near] or ids[:_SHOWN]
    return (
        f"none of the {len(records)} recorded cases of the run matches {name!r}; there are, for "
        f"example, {', '.join(alike) or 'none'}"
    )

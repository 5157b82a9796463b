"""The ids of calls as a model wrote them, for a chat template that hands results back under them.

A format's reader keeps the index of a call; its template may need what stands around the index too:
``functions.get_weather:0`` where the index is 0.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolbench_ood.readers.specification.grammar import CallSpec
from toolbench_ood.readers.specification.marker import INDEX, filled
from toolbench_ood.types.call import Call

_ENDS_ID = re.compile(r"[\s\"'<>|\uff5c\[\](){}=,]")
"""Signs that do not belong to an id."""


def with_written_ids(text: str, calls: Sequence[Call], spec: CallSpec) -> tuple[Call, ...]:
    """Return calls, in the order of the text, whose ids are what the model wrote."""
    return tuple(_with_ids(text, calls, spec))


def _with_ids(text: str, calls: Sequence[Call], spec: CallSpec) -> Iterator[Call]:
    position = 0
    for call in calls:
        header = call.name + filled(spec.name_close, call.id or "")
        start = text.find(header, position) if call.id and INDEX in spec.name_close else -1
        if start < 0:
            yield call
            continue
        position = start + len(header)
        id_start = start + len(call.name) + spec.name_close.index(INDEX)
        yield replace(call, id=_around(text, start, id_start, id_start + len(call.id or "")))


def _around(text: str, name: int, start: int, end: int) -> str:
    """Return the stretch without signs that end an id; the name is in it if none is between."""
    if not _ENDS_ID.search(text, name, start):
        start = name
    while start > 0 and not _ENDS_ID.match(text, start - 1):
        start -= 1
    while end < len(text) and not _ENDS_ID.match(text, end):
        end += 1
    return text[start:end]

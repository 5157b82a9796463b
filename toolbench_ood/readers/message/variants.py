"""Reads a message in a format's own form, or else in one of its variants."""

from collections.abc import Sequence

from toolbench_ood.readers.message.message import read_message
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.readers.message.raw_reading import RawReading
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.reader import Reader


def read_in_any_form(
    readers: Sequence[Reader], text: str, functions: Functions, others: OtherReaders
) -> tuple[int, RawReading]:
    """Return which reader's form a message is in, and how that one reads it.

    It is in a variant if its calls are sound there and not in the format's own form; and if it
    begins a call there, and breaks it, where the own form shows no call at all.

    Args:
        readers: those of the format's own form and of its variants.
        text: the message.
        functions: the declared tools.
        others: the readers of the other formats.
    """
    own = readers[0]
    message = read_message(own, text, functions, others)
    if message.sound and message.calls:
        return 0, message
    best = 0, message
    for place, reader in enumerate(readers[1:], start=1):
        if not reader.may_open(text, 0):
            continue
        message = read_message(reader, text, functions, OtherReaders())
        if message.sound and message.calls and not _opens_twice(own, reader, message):
            return place, message
        if best[1].sound and not message.sound and _is_meant(reader, text, functions):
            best = place, message
    return best


def _opens_twice(own: Reader, reader: Reader, message: RawReading) -> bool:
    """Whether a name begins with what the format's own opener has more than the variant's."""
    more = own.spec.call.open.removeprefix(reader.spec.call.open)
    return bool(more) and any(raw.call.name.startswith(more) for _, raw in message.calls)


def _is_meant(reader: Reader, text: str, functions: Functions) -> bool:
    """Whether a broken call is an attempt: by its opener, or by the name of a tool."""
    return reader.ambiguous_open is None or any(name in text for name in functions)

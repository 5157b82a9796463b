"""Reads a message in a format's own form, or else in one of its variants."""

from collections.abc import Sequence

from toolbench_ood.readers.message.message import OtherReaders, RawReading, read_message
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.reader import Reader


def read_in_any_form(
    readers: Sequence[Reader], text: str, functions: Functions, others: OtherReaders
) -> tuple[Reader, RawReading]:
    """Return a message and the reader whose form it is in.

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
        return own, message
    best = own, message
    for reader in readers[1:]:
        if not reader.may_open(text, 0):
            continue
        message = read_message(reader, text, functions, tuple)
        if message.sound and message.calls and not _opens_twice(own, reader, message):
            return reader, message
        if best[1].sound and not message.sound and _is_meant(reader, text, functions):
            best = reader, message
    return best


def _opens_twice(own: Reader, reader: Reader, message: RawReading) -> bool:
    """Whether a name begins with what the format's own opener has more than the variant's."""
    more = own.spec.call.open.removeprefix(reader.spec.call.open)
    return bool(more) and any(raw.call.name.startswith(more) for _, raw in message.calls)


def _is_meant(reader: Reader, text: str, functions: Functions) -> bool:
    """Whether a broken call is an attempt: by its opener, or by the name of a tool."""
    return reader.ambiguous_open is None or any(name in text for name in functions)

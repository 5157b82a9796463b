"""The lenient tier: what a message means once its deterministic faults are repaired.

The strict reader reads the repaired text, so it proves every repair: only a text without a
structural finding above benign counts. All or nothing: a message that holds one fault of judgement
recovers no call, not even its healthy ones, since a message is carried out as a whole or not at
all.
"""

from toolbench_ood.readers.message.message import read_message
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.readers.message.raw_reading import RawReading
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.text.fault import repaired
from toolbench_ood.types.finding import Severity

ROUNDS = 8
"""How often a text is repaired: a fault may hide the next one, and each reading costs its
length."""


def recover(
    reader: Reader, text: str, message: RawReading, functions: Functions, others: OtherReaders
) -> RawReading | None:
    """Return the message as its repaired text reads; None if it is whole or cannot be repaired.

    Args:
        reader: the strict reader that read the message.
        text: what it read.
        message: what it made of it.
        functions: the declared tools.
        others: the readers of the other formats.
    """
    for _ in range(ROUNDS):
        if _worst(message) is not Severity.DETERMINISTIC:
            return None
        before, rewritten = text, repaired(text, message.repairs)
        if rewritten is None:
            return None
        text, reader, former = rewritten, reader.repeating, reader
        if text == before and reader is former:
            return None
        message = read_message(reader, text, functions, others)
        if _worst(message) is Severity.BENIGN:
            return message
    return None


def _worst(message: RawReading) -> Severity:
    return max((found.severity for found in message.findings), default=Severity.BENIGN)

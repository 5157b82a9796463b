"""Why xgrammar rejects a grammar."""

import re

_SOURCE = re.compile(r"^\[[\d:]+\] \S+\.\w+:\d+: ")
"""Time and place in xgrammar's own source, with which its messages begin."""


def grammar_fault(error: BaseException) -> str:
    """Return xgrammar's message on one line; it names the line, the column and the rule."""
    return _SOURCE.sub("", " ".join(str(error).split())) or type(error).__name__

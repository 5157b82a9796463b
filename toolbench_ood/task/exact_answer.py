"""Answers whose exact form an ask gives."""

_MARKS = " \t*_`\"'“”\u2018\u2019.!?:"
"""Signs around an answer that do not change it: quotes, emphasis, a closing mark."""


def says(text: str, answer: str) -> bool:
    """Whether a reply gives an answer in the form that was asked for.

    Args:
        text: the reply's; the answer is one of its lines, in any case, whatever marks surround it.
        answer: what the ask says to reply.
    """
    wanted = _bare(answer)
    return any(_bare(line) == wanted for line in text.splitlines())


def _bare(line: str) -> str:
    return " ".join(line.replace("\u2019", "'").casefold().split()).strip(_MARKS)

"""A record as text, for a report."""

from toolbench_ood.rollout.record import Record

_LAST = 6
"""Messages that are shown."""
_LONGEST = 2000
"""Characters of a message that are shown."""


def findings_text(record: Record) -> str:
    """List the findings: message, code, severity and what is known besides."""
    return "\n".join(
        " ".join(
            part
            for part in (
                f"message {finding.message}:",
                finding.code,
                f"({finding.severity})",
                finding.kind,
                finding.detail,
            )
            if part
        )
        for finding in record.findings
    )


def last_messages(record: Record) -> str:
    """Return the end of the conversation, each message under its number and role.

    The system message is left out: it is long, and the same in many cases.
    """
    said = [each for each in enumerate(record.messages) if each[1].role != "system"]
    shown = [f"[{number}] {message.role}\n{_cut(message.text)}" for number, message in said]
    left = len(shown) - _LAST
    if left > 0:
        shown[:left] = [f"… {left} earlier messages"]
    return "\n".join(shown)


def _cut(text: str) -> str:
    left = len(text) - _LONGEST
    return text if left <= 0 else f"{text[:_LONGEST]}… ({left} more characters)"

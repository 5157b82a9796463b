"""How null policies are called in a table."""

NULL_LABELS = {
    "noop": "(silent)",
    "open_tag": "(empty call)",
    "ask_back": "(asks back)",
}
"""By the names of the scripted models."""


def exact(share: float) -> str:
    """Format a share that is known without an interval, in percent: ``83``."""
    return f"{100 * share:.0f}"

"""What a file says once it has been written again."""

from toolbench_ood.world.tool import ToolError

from .entries import Entry, WriteMode


def rewritten(entry: Entry, text: str, mode: WriteMode) -> str:
    """Return a file's text after a text has replaced it or been appended, or refuse."""
    if entry.text is None:
        raise ToolError(f"{entry.label} is {_describe(entry)}; only text files can be written")
    new = text if mode == "replace" else f"{entry.text}\n{text}"
    if new == entry.text:
        raise ToolError(f"{entry.label} says exactly that already")
    return new


def _describe(entry: Entry) -> str:
    if entry.kind == "link":
        return f"a link to {entry.target}"
    if entry.archive is not None:
        return "an archive"
    return "a folder" if entry.kind == "folder" else "no text"

"""Keep what is private to a machine out of what is published."""

import re
from pathlib import PurePosixPath, PureWindowsPath

from toolbench_ood.types.value import Json

_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE)
_PART = r"[^\s/\\\"'<>|:]+"
_PATH = re.compile(rf"(?<![\w.~/<])(?:~|[A-Za-z]:)?[/\\](?:{_PART}[/\\]+)*({_PART})[/\\]*")
_WHOLE = (PurePosixPath, PureWindowsPath)


def scrub(value: Json) -> Json:
    """Return JSON with every address cut to ``URL`` and every absolute path to its last part."""
    if isinstance(value, dict):
        return {key: scrub(child) for key, child in value.items()}
    if isinstance(value, list):
        return [scrub(child) for child in value]
    return _scrub_text(value) if isinstance(value, str) else value


def _scrub_text(text: str) -> str:
    for kind in _WHOLE:
        if kind(text).is_absolute():
            return kind(text).name
    return _PATH.sub(r"\1", _URL.sub("URL", text))

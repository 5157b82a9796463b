"""Steps that solutions share: finding files and following pages."""

from collections.abc import Mapping
from typing import Any

from toolbench_ood.task.solution import Caller
from toolbench_ood.types.value import Json


def find(call: Caller, *phrases: str) -> list[Any]:
    """Find the one file that has each phrase, all of them in one message."""
    found = call.together(*(("grep_files", {"grep_phrase": phrase}) for phrase in phrases))
    return [result["matches"][0] for result in found]


def place(row: Mapping[str, Json]) -> dict[str, Json]:
    """Say where a found file lies, as folder and label."""
    path, label = row["path"], row["label"]
    return {"into_folder_path": path.removesuffix(f"/{label}"), "file_label": label}


def all_pages(call: Caller, folder_path: str) -> list[Any]:
    """Look through all pages of a folder, one after the other."""
    page = call("scan_folder", folder_path=folder_path)
    rows = list(page["entries"])
    while page["next_cursor"] is not None:
        page = call("scan_folder", folder_path=folder_path, scan_cursor=page["next_cursor"])
        rows += page["entries"]
    return rows

"""Steps that the solutions of several tasks have in common."""

from collections.abc import Mapping
from typing import Any

from toolbench_ood import Caller, Json
from toolbench_ood.world.kit import read_pages

Request = tuple[str, dict[str, Any]]
"""A tool and its arguments, for ``call.together``."""


def find_files(call: Caller, *references: str) -> list[Json]:
    """Find the one file with each reference, all of them in one message."""
    found = call.together(*(("search_files", {"query": each}) for each in references))
    return [result["files"][0] for result in found]


def inspect(row: Json) -> Request:
    """Inspect a file that was found or listed."""
    return "inspect_path", {"path": row["path"]}


def share(path: str, access: Mapping[str, str]) -> Request:
    """Give accounts access to a path."""
    permissions = [{"login": login, "access": each} for login, each in access.items()]
    return "share_path", {"path": path, "permissions": permissions}


def place(row: Json) -> dict[str, str]:
    """Return the folder and the name of a file that was found."""
    path, name = str(row["path"]), str(row["name"])
    return {"folder_path": path.removesuffix(f"/{name}"), "name": name}


def add_tag(call: Caller, rows: list[Json], tag: str) -> None:
    """Add a tag to all of some files."""
    call("tag_paths", changes=[{"path": row["path"], "add": [tag]} for row in rows])


def all_entries(call: Caller, path: str) -> list[Json]:
    """List what is in a folder, from all pages."""
    pages = read_pages(call, "list_folder", path=path)
    return [row for page in pages for row in page["entries"]]

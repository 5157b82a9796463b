"""Tools of a shared disk that none of the tasks needs."""

from collections.abc import Mapping
from random import Random
from typing import Any

from toolbench_ood import ToolError, decoy
from toolbench_ood.world.kit import draw_id

from .records import HOLD_TAG, Entry, Name
from .rules import Disk
from .world import FileSystem


def _texts(disk: Disk) -> list[Entry]:
    """List the text files that the account owns and no rule protects."""
    home = disk.at(f"/home/{disk.login}")
    return [
        entry for entry in disk.below(home) if entry.text is not None and HOLD_TAG not in entry.tags
    ]


def _a_copy(world: FileSystem, rng: Random) -> Mapping[str, Any]:
    disk = world.disk
    entry, home = rng.choice(_texts(disk)), f"/home/{disk.login}"
    return {"path": disk.path_of(entry), "folder_path": home, "new_name": f"copy of {entry.id}"}


@decoy(_a_copy)
def copy_file(
    world: FileSystem, path: str, folder_path: str, new_name: Name | None = None
) -> dict[str, Any]:
    """Copy a file to a folder; the copy has no revisions and is not shared with anyone.

    Args:
        path: Path of the file, beginning with a slash.
        folder_path: Path of the folder for the copy.
        new_name: Name of the copy; that of the file if omitted.
    """
    disk = world.disk
    entry, folder = disk.at(path), disk.folder_at(folder_path)
    if entry.type != "file":
        raise ToolError(f"{path} is a {entry.type}; only files can be copied.")
    name = entry.name if new_name is None else new_name
    disk.refuse_uneditable(folder)
    disk.refuse_taken(folder, name)
    disk.refuse_overflow(disk.login, entry.size_bytes)
    id_ = draw_id(world.rng, "E-", disk.entries)
    disk.entries[id_] = Entry(
        id_, "file", name, folder.id, disk.login, disk.today, entry.size_bytes, entry.text,
        entry.tags, archive=entry.archive,
    )  # fmt: skip
    return disk.show(disk.entries[id_])


def _a_file(world: FileSystem, rng: Random) -> Mapping[str, Any]:
    return {"path": world.disk.path_of(rng.choice(_texts(world.disk)))}


@decoy(_a_file)
def delete_permanently(world: FileSystem, path: str) -> dict[str, Any]:
    """Delete a file or link for good, bypassing the trash.

    Args:
        path: Path of the file or link, beginning with a slash.
    """
    entry = world.disk.at(path)
    if entry.type == "folder":
        raise ToolError(f"{path} is a folder; only files and links can be deleted for good.")
    world.disk.refuse_protected(entry)
    del world.disk.entries[entry.id]
    return {"path": path, "freed_bytes": entry.size_bytes}


def _a_successor(world: FileSystem, rng: Random) -> Mapping[str, Any]:
    others = [login for login in world.disk.accounts if login != world.disk.login]
    return {**_a_file(world, rng), "login": rng.choice(others)}


@decoy(_a_successor)
def transfer_ownership(world: FileSystem, path: str, login: str) -> dict[str, Any]:
    """Make another account the owner of a file or link, which then counts towards its quota.

    Args:
        path: Path of the file or link, beginning with a slash.
        login: Login of the new owner.
    """
    disk = world.disk
    entry, account = disk.at(path), disk.account(login)
    if entry.type == "folder":
        raise ToolError(f"{path} is a folder; only files and links can be given away.")
    disk.refuse_not_owner(entry)
    if entry.owner == login:
        raise ToolError(f"{login} already owns {path}.")
    disk.refuse_overflow(account.login, entry.size_bytes)
    entry.owner = login
    entry.permissions.pop(login, None)
    return disk.show(entry)

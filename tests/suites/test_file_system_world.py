"""The disk of the suite ``file_system``: what its tools refuse, keep and never break."""

from dataclasses import replace
from random import Random
from typing import Any

from suites.suite_facts import make_world, only_reads, refuse

from toolbench_ood.types.call import Call
from toolbench_ood.world.kit import read_pages
from toolbench_ood.world.state import state_of

READS = {"list_folder", "inspect_path", "get_storage_usage", "search_files"}


def make_disk(seed: int = 0) -> tuple[Any, Any]:
    """Draw a world; return it and its disk."""
    world = make_world("file_system", seed)
    return world, world.disk


def own_files(disk: Any, *, text: bool = True) -> list[Any]:
    """List the files in the account's home."""
    home = disk.at(f"/home/{disk.login}")
    return [
        entry
        for entry in disk.below(home)
        if entry.type == "file" and (entry.text is not None) == text
    ]


def own_path(disk: Any, *, text: bool = True) -> str:
    """Return the path of a file in the account's home."""
    return str(disk.path_of(own_files(disk, text=text)[0]))


def own_folder(disk: Any, nth: int = 0) -> str:
    """Return the path of a folder in the account's home."""
    return str(disk.path_of(disk.children(disk.at(f"/home/{disk.login}"))[nth]))


def write(path: str, **more: Any) -> dict[str, Any]:
    """Return the arguments that write a text to a path."""
    folder_path, name = path.rsplit("/", 1)
    return {"folder_path": folder_path, "name": name, "text": "x", **more}


def test_unknown_things_are_refused() -> None:
    """What does not exist is named, with what does where that is short."""
    world, disk = make_disk()
    path = own_path(disk)
    refuse(world, "There is no nobody in /home", "list_folder", path="/home/nobody")
    refuse(world, "is a file, not a folder", "list_folder", path=path)
    refuse(world, "x is not a cursor of this list", "list_folder", path="/home", cursor="x")
    refuse(world, "There is no revision x", "inspect_path", path=path, revision_id="x")
    refuse(world, "There is no account x; existing:", "get_storage_usage", login="x")
    refuse(world, "There is no account x", "search_files", query="ab", owner="x")
    refuse(world, "There is no trash item x", "restore_from_trash", trash_id="x")
    refuse(world, "is not an archive", "extract_archive", path=path, folder_path="/")


def test_what_belongs_to_others_is_refused() -> None:
    """Others' entries are not written, renamed, trashed, tagged or shared unless allowed."""
    world, disk = make_disk()
    entry = next(each for each in disk.entries.values() if each.text and each.owner != disk.login)
    path, may = disk.path_of(entry), f"belongs to {entry.owner}; {disk.login} has view access only"
    folder = path.rsplit("/", 1)[0]
    refuse(world, may, "write_file", **write(path, mode="append"))
    refuse(world, may, "write_file", **write(f"{folder}/new"))
    refuse(world, may, "move_path", path=path, new_name="new")
    refuse(world, may, "move_path", path=own_path(disk), new_folder_path=folder)
    refuse(world, may, "trash_path", path=path)
    refuse(world, may, "tag_paths", changes=[{"path": path, "add": ["a"]}])
    grant = [{"login": disk.login, "access": "edit"}]
    refuse(world, f"Only {entry.owner}, who owns", "share_path", path=path, permissions=grant)
    refuse(world, "full access", "share_path", path=own_path(disk), permissions=grant)
    entry.permissions[disk.login] = "edit"
    world.call("write_file", write(path, mode="replace"))
    assert entry.text == "x"


def test_what_is_on_hold_stays() -> None:
    """An entry that is on hold, or has one below it, stays as it is; the tag can be removed."""
    world, disk = make_disk()
    entry = own_files(disk)[0]
    entry.tags, path = ("legal-hold",), disk.path_of(entry)
    folder, words = path.rsplit("/", 1)[0], "is tagged legal-hold and can't be changed"
    refuse(world, words, "write_file", **write(path, mode="replace"))
    refuse(world, words, "trash_path", path=folder)
    refuse(world, words, "move_path", path=folder, new_name="new")
    pack = {"paths": [path], "folder_path": folder, "name": "p", "trash_originals": True}
    refuse(world, words, "create_archive", **pack)
    change = {"path": path, "remove": ["legal-hold"]}
    world.call("tag_paths", {"changes": [change]})
    refuse(world, "is not tagged legal-hold", "tag_paths", changes=[change])
    world.call("trash_path", {"path": folder})


def test_names_folders_and_quotas_are_guarded() -> None:
    """A name is given once in a folder, nothing moves into itself, and quotas hold."""
    world, disk = make_disk()
    path = own_path(disk)
    folder, name = path.rsplit("/", 1)
    refuse(world, "There is already a", "write_file", **write(path))
    refuse(world, "There is already a", "move_path", path=path, new_name=name)
    refuse(world, "into itself", "move_path", path=folder, new_folder_path=folder)
    refuse(world, "a new name, a new folder, or both", "move_path", path=path)
    picture = own_path(disk, text=False)
    refuse(world, "is not a text file", "write_file", **write(picture, mode="replace"))
    disk.accounts[disk.login] = replace(disk.accounts[disk.login], quota_bytes=0)
    words = "bytes free of a quota of 0"
    refuse(world, words, "write_file", **write(f"{folder}/new"))
    trash_id = world.call("trash_path", {"path": path})["trash_id"]
    refuse(world, words, "restore_from_trash", trash_id=trash_id)
    pack = {"paths": [picture], "folder_path": own_folder(disk, 1), "name": "p"}
    refuse(world, words, "create_archive", **pack)


def test_pages_show_everything_once() -> None:
    """Following the cursors shows each entry of a folder once, and in order."""
    world, disk = make_disk()
    folder, names = own_folder(disk), [f"{number:02d}" for number in range(20)]
    for name in names:
        world.call("write_file", write(f"{folder}/{name}"))

    def read(tool: str, **arguments: Any) -> Any:
        return only_reads(world, tool, **arguments)

    pages = list(read_pages(read, "list_folder", path=folder))
    seen = [row["name"] for page in pages for row in page["entries"]]
    assert seen == sorted(seen)
    assert len(seen) == pages[0]["total"] == len(set(seen))
    assert set(names) <= set(seen)


def test_archives_give_back_what_went_in() -> None:
    """Packing and extracting keeps names, texts, sizes and tags; compression saves space."""
    world, disk = make_disk()
    files, into = own_files(disk)[:1] + own_files(disk, text=False)[:1], own_folder(disk, 2)
    paths = [disk.path_of(entry) for entry in files]
    pack = {"paths": paths, "folder_path": into, "name": "all"}
    made = world.call("create_archive", {**pack, "compression": "best", "trash_originals": True})
    assert made["size_bytes"] == sum(entry.size_bytes // 2 for entry in files)
    assert all(entry.trash_id for entry in files)
    out = {"path": f"{into}/all", "folder_path": own_folder(disk, 3)}
    refuse(world, "no file in this archive named x", "extract_archive", **out, names=["x"])
    rows = world.call("extract_archive", out)
    for old, row in zip(files, rows, strict=True):
        new = disk.at(row["path"])
        assert (old.name, old.text, old.size_bytes) == (new.name, new.text, new.size_bytes)
        assert old.tags == new.tags
    refuse(world, "There is already a", "extract_archive", **out)


def test_trash_and_restore_leave_no_trace() -> None:
    """What was put in the trash and restored is as it was, its folder before what was in it."""
    world, disk = make_disk()
    before, path = state_of(world), own_path(disk)
    ids = [
        world.call("trash_path", {"path": each})["trash_id"]
        for each in (path, path.rsplit("/", 1)[0])
    ]
    shown = only_reads(world, "get_storage_usage")["trash"]
    assert {row["trash_id"] for row in shown} == set(ids)
    file_id, folder_id = ids
    refuse(world, f"in the trash too, as {folder_id}", "restore_from_trash", trash_id=file_id)
    for id_ in (folder_id, file_id):
        world.call("restore_from_trash", {"trash_id": id_})
    assert state_of(world) == before


def draw_call(disk: Any, rng: Random) -> Call:
    """Draw a call with plausible arguments; the world may refuse it."""
    entries = [
        entry
        for entry in disk.entries.values()
        if entry.trash_id is None and (entry.owner == disk.login or rng.random() < 0.2)
    ]
    one, folder = (disk.path_of(rng.choice(entries)) for _ in range(2))
    place, _, name = one.rpartition("/")
    mode, new = rng.choice(("create", "replace", "append")), rng.choice(("a", "b", name or "c"))
    grant = {"login": rng.choice(list(disk.accounts)), "access": "edit"}
    text = {"folder_path": place or "/", "name": new, "text": rng.choice("xyz"), "mode": mode}
    pack = {"paths": [one], "folder_path": folder, "name": new}
    choices: list[tuple[str, dict[str, Any]]] = [
        ("list_folder", {"path": one}),
        ("inspect_path", {"path": one}),
        ("get_storage_usage", {}),
        ("search_files", {"query": "the"}),
        ("write_file", text),
        ("move_path", {"path": one, "new_folder_path": folder}),
        ("trash_path", {"path": one}),
        ("restore_from_trash", {"trash_id": rng.choice([*disk.trash, "x"])}),
        ("share_path", {"path": one, "permissions": [grant]}),
        ("tag_paths", {"changes": [{"path": one, "add": ["x"]}]}),
        ("create_archive", {**pack, "trash_originals": rng.random() < 0.5}),
        ("extract_archive", {"path": one, "folder_path": folder}),
    ]
    return Call(*rng.choice(choices))


def check_invariants(disk: Any) -> None:
    """Assert what is always true of the disk."""
    for entry in disk.entries.values():
        assert disk.path_of(entry).startswith("/")
        names = [child.name for child in disk.children(entry)]
        assert len(set(names)) == len(names)
    for login, account in disk.accounts.items():
        assert disk.used_bytes(login) <= account.quota_bytes


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: names, paths and quotas stay sound, and reads and refusals only read."""
    carried: set[str] = set()
    for seed in range(4):
        (world, disk), rng = make_disk(seed), Random(seed)
        before = state_of(world)
        for _ in range(100):
            call = draw_call(disk, rng)
            output = world.execute(call)
            after = state_of(world)
            if output.is_error or call.name in READS:
                assert after == before
            else:
                carried.add(call.name)
            check_invariants(disk)
            before = after
    assert len(carried) >= 6

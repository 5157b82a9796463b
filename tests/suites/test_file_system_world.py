"""The disk of the suite ``file_system``: what its tools refuse, keep and never break."""

from random import Random
from typing import Any

from suites.suite_facts import make_world, only_reads, refuse

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

READS = {"scan_folder", "peek_entry", "peek_user", "grep_files"}


def make_disk(seed: int = 0) -> Any:
    """Draw a disk."""
    return make_world("file_system", seed)


def own_files(world: Any, *, text: bool = True) -> list[Any]:
    """List the files of the working account's home."""
    home = world.entry_at(f"/home/{world.login}")
    return [
        entry
        for entry in world.below(home)
        if entry.kind == "file" and (entry.text is not None) == text
    ]


def own_folder(world: Any, nth: int = 0) -> str:
    """Spell the path of a folder in the working account's home."""
    return str(world.path_of(world.children(world.entry_at(f"/home/{world.login}"))[nth]))


def others_file(world: Any) -> Any:
    """Return a file of somebody else."""
    return next(
        entry
        for entry in world.entries.values()
        if entry.text is not None and entry.owner != world.login
    )


def test_unknown_things_are_refused() -> None:
    """What does not exist is named, with what does where that is short."""
    world = make_disk()
    refuse(world, "/home holds no entry “nobody”", "scan_folder", folder_path="/home/nobody")
    refuse(world, "is a file, not a folder", "scan_folder", folder_path=path(world))
    refuse(world, "no cursor of /home", "scan_folder", folder_path="/home", scan_cursor="x")
    refuse(world, "has no revision “x”", "peek_entry", entry_path=path(world), revision_code="x")
    refuse(world, "no account “x”; there are", "peek_user", account_login="x")
    refuse(world, "no account “x”", "grep_files", grep_phrase="ab", file_owner_login="x")
    refuse(world, "nothing lies in the bin", "restore_entry", bin_ticket="x")
    refuse(
        world, "is no archive", "extract_archive", archive_path=path(world), into_folder_path="/"
    )


def path(world: Any, *, text: bool = True) -> str:
    """Spell the path of a file of the working account."""
    return str(world.path_of(own_files(world, text=text)[0]))


def test_what_is_not_ones_own_is_refused() -> None:
    """Others' entries are neither written, renamed, binned, tagged nor shared, unless granted."""
    world = make_disk()
    entry = others_file(world)
    place, label = world.path_of(entry).rsplit("/", 1)
    there, may = f"{place}/{label}", f"belongs to {entry.owner}; {world.login} may only view"
    write = {"into_folder_path": place, "file_label": label, "file_text": "x"}
    refuse(world, may, "write_file", **write, write_mode="append")
    refuse(world, may, "write_file", **{**write, "file_label": "new"})
    refuse(world, may, "rename_entry", entry_path=there, new_entry_label="new")
    refuse(world, may, "rename_entry", entry_path=path(world), new_folder_path=place)
    refuse(world, may, "trash_entry", entry_path=there)
    refuse(world, may, "tag_entries", tag_changes=[{"tagged_path": there, "added_tags": ["a"]}])
    grant = {"grantee_login": world.login, "access_right": "edit"}
    refuse(world, "only .* can grant", "authorise_access", entry_path=there, access_grants=[grant])
    refuse(
        world,
        "may do everything",
        "authorise_access",
        entry_path=path(world),
        access_grants=[grant],
    )
    entry.rights[world.login] = "edit"
    world.call("write_file", {**write, "write_mode": "replace"})
    assert entry.text == "x"


def test_what_is_held_stays() -> None:
    """An entry that is held, or has one below it, stays as it is; tags can be taken off."""
    world = make_disk()
    entry = own_files(world)[0]
    entry.tags = frozenset({"legal-hold"})
    place, label = world.path_of(entry).rsplit("/", 1)
    words = "carries the tag legal-hold"
    write = {"into_folder_path": place, "file_label": label, "file_text": "x"}
    refuse(world, words, "write_file", **write, write_mode="replace")
    refuse(world, words, "trash_entry", entry_path=place)
    refuse(world, words, "rename_entry", entry_path=place, new_entry_label="new")
    pack = {"packed_paths": [f"{place}/{label}"], "into_folder_path": place, "archive_label": "p"}
    refuse(world, words, "archive_entries", **pack, bin_originals=True)
    change = {"tagged_path": f"{place}/{label}", "dropped_tags": ["legal-hold"]}
    world.call("tag_entries", {"tag_changes": [change]})
    refuse(world, "does not carry legal-hold", "tag_entries", tag_changes=[change])
    world.call("trash_entry", {"entry_path": place})


def test_names_circles_and_quotas_are_guarded() -> None:
    """A name is given once a folder, nothing moves into itself, and quotas hold."""
    world = make_disk()
    one, other = own_files(world)[0], own_folder(world, 1)
    place, label = world.path_of(one).rsplit("/", 1)
    write = {"into_folder_path": place, "file_label": label, "file_text": "x"}
    refuse(world, "already holds an entry", "write_file", **write)
    refuse(world, "already holds", "rename_entry", entry_path=path(world), new_entry_label=label)
    refuse(world, "circle", "rename_entry", entry_path=place, new_folder_path=place)
    refuse(world, "a new name, a new folder, or both", "rename_entry", entry_path=path(world))
    refuse(world, "only text files", "write_file", **unwritable(world), write_mode="replace")
    world.accounts[world.login] = type(world.accounts[world.login])(world.login, "A", 0)
    refuse(world, "bytes left of a quota of 0", "write_file", **{**write, "file_label": "new"})
    ticket = world.call("trash_entry", {"entry_path": path(world)})["bin_ticket"]
    refuse(world, "bytes left", "restore_entry", bin_ticket=ticket)
    packed = {"packed_paths": [path(world)], "into_folder_path": other, "archive_label": "p"}
    refuse(world, "bytes left", "archive_entries", **packed)


def unwritable(world: Any) -> dict[str, str]:
    """Name a picture as something to write."""
    place, label = path(world, text=False).rsplit("/", 1)
    return {"into_folder_path": place, "file_label": label, "file_text": "x"}


def test_pages_show_everything_once() -> None:
    """Following the cursors shows each entry of a folder once, and in order."""
    world = make_disk()
    place, labels = own_folder(world), [f"{number:02d}" for number in range(20)]
    for label in labels:
        world.call(
            "write_file", {"into_folder_path": place, "file_label": label, "file_text": label}
        )
    seen: list[str] = []
    page = only_reads(world, "scan_folder", folder_path=place)
    while True:
        seen += [row["label"] for row in page["entries"]]
        if page["next_cursor"] is None:
            break
        page = only_reads(world, "scan_folder", folder_path=place, scan_cursor=page["next_cursor"])
    assert seen == sorted(seen)
    assert len(seen) == page["entries_in_all"] == len(set(seen))
    assert set(labels) <= set(seen)


def test_archives_give_back_what_went_in() -> None:
    """Packing and unpacking keeps names, texts, sizes and tags; compression makes it smaller."""
    world = make_disk()
    files, into = own_files(world)[:1] + own_files(world, text=False)[:1], own_folder(world, 2)
    paths = [world.path_of(entry) for entry in files]
    pack = {"packed_paths": paths, "into_folder_path": into, "archive_label": "all"}
    made = world.call("archive_entries", {**pack, "compression": "best", "bin_originals": True})
    assert made["size_bytes"] == sum(entry.size_bytes // 2 for entry in files)
    assert all(entry.binned for entry in files)
    out = {"archive_path": f"{into}/all", "into_folder_path": own_folder(world, 3)}
    refuse(world, "holds no “x”; it holds", "extract_archive", **out, member_labels=["x"])
    rows = world.call("extract_archive", out)
    again = [world.entry_at(row["path"]) for row in rows]
    for old, new in zip(files, again, strict=True):
        assert (old.label, old.text, old.size_bytes) == (new.label, new.text, new.size_bytes)
        assert old.tags == new.tags
    refuse(world, "already holds", "extract_archive", **out)


def test_binning_and_restoring_leave_no_trace() -> None:
    """What was binned and restored is as it was."""
    world = make_disk()
    before = state_of(world)
    binned = world.call("trash_entry", {"entry_path": own_folder(world)})
    assert [row["bin_ticket"] for row in only_reads(world, "peek_user")["bin"]] == [
        binned["bin_ticket"]
    ]
    world.call("restore_entry", {"bin_ticket": binned["bin_ticket"]})
    assert state_of(world) == before


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call with plausible arguments; the world may refuse it."""
    entries = [
        entry
        for entry in world.entries.values()
        if entry.binned is None and (entry.owner == world.login or rng.random() < 0.2)
    ]
    one, folder = (world.path_of(rng.choice(entries)) for _ in range(2))
    place, _, label = one.rpartition("/")
    modes, new = ("create", "replace", "append"), rng.choice(("a", "b", label or "c"))
    tickets = [each.binned.ticket for each in world.entries.values() if each.binned] or ["x"]
    grant = {"grantee_login": rng.choice(list(world.accounts)), "access_right": "edit"}
    write = {"into_folder_path": place or "/", "file_label": new, "file_text": rng.choice("xyz")}
    pack = {"packed_paths": [one], "into_folder_path": folder, "archive_label": new}
    choices: list[tuple[str, dict[str, Any]]] = [
        ("scan_folder", {"folder_path": one}),
        ("peek_entry", {"entry_path": one}),
        ("peek_user", {}),
        ("grep_files", {"grep_phrase": "the"}),
        ("write_file", {**write, "write_mode": rng.choice(modes)}),
        ("rename_entry", {"entry_path": one, "new_folder_path": folder}),
        ("trash_entry", {"entry_path": one}),
        ("restore_entry", {"bin_ticket": rng.choice(tickets)}),
        ("authorise_access", {"entry_path": one, "access_grants": [grant]}),
        ("tag_entries", {"tag_changes": [{"tagged_path": one, "added_tags": ["x"]}]}),
        ("archive_entries", {**pack, "bin_originals": rng.random() < 0.5}),
        ("extract_archive", {"archive_path": one, "into_folder_path": folder}),
    ]
    return Call(*rng.choice(choices))


def check_invariants(world: Any) -> None:
    """Assert what is always true of the disk."""
    for entry in world.entries.values():
        assert world.path_of(entry).startswith("/")
        labels = [child.label for child in world.children(entry)]
        assert len(set(labels)) == len(labels)
    for login, account in world.accounts.items():
        assert world.used_bytes(login) <= account.quota_bytes


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: names, paths and quotas stay sound, and reads and refusals only read."""
    carried: set[str] = set()
    for seed in range(4):
        world, rng = make_disk(seed), Random(seed)
        before = state_of(world)
        for _ in range(100):
            call = draw_call(world, rng)
            output = world.execute(call)
            after = state_of(world)
            if output.is_error or call.name in READS:
                assert after == before
            else:
                carried.add(call.name)
            check_invariants(world)
            before = after
    assert len(carried) >= 6

"""Trash, tags and what is extracted from archives."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import listed

from .draw import add_picture, draw_day, fill
from .records import Archive, Entry, Member
from .rules import Disk
from .situations import (
    by_name,
    created,
    draw_names,
    other_logins,
    own_folders,
    own_texts,
    reference_of,
)
from .solutions import add_tag, all_entries, find_files, inspect, share
from .wording import TAGS, WEEKDAYS
from .world import FileSystem


@task(kind="several_asks")
def compares_three_files_then_trashes_one(world: FileSystem, rng: Random) -> Turns:
    """Say which of three files was modified first; then trash it and share the latest."""
    disk = world.disk
    files, (login,) = own_texts(disk, rng, 3), other_logins(disk, rng, 1)
    _spread_days(disk, rng, files)
    references, paths = [reference_of(entry) for entry in files], [*map(disk.path_of, files)]
    oldest, _, newest = sorted(files, key=lambda entry: entry.modified)
    shared = replace(newest, permissions={login: "comment"})
    known: list[str] = []

    def compare(call: Caller) -> str:
        rows = sorted(find_files(call, *references), key=lambda row: str(row["modified"]))
        known[:] = [row["path"] for row in rows]
        return known[0]

    def act(call: Caller) -> None:
        call.together(("trash_path", {"path": known[0]}), share(known[-1], {login: "comment"}))

    reply = yield Ask(
        f"Of the files with the references {listed(references)}, which one has gone the longest "
        "without being modified? Reply with just its full path.",
        solution=compare,
        paraphrase=f"Three files have the references {listed(references)}. Tell me only the full "
        "path of the one that was modified before the other two.",
    )
    assert reply.named(paths) == {disk.path_of(oldest)}

    yield Ask(
        f"Thanks. Put that one in the trash, and let {login} comment on the one that was modified "
        "most recently.",
        solution=act,
        paraphrase=f"Good. Of the three, {login} should be able to comment on the one with the "
        "latest modification; the one you named can go in the trash.",
    )
    assert oldest.trash_id is not None
    assert newest == shared


@task(kind="missing_tool", withhold=("extract_archive",))
def extracts_the_large_files(world: FileSystem, rng: Random) -> Turns:
    """Nothing can extract at first; then look inside, extract the large files, and tag them."""
    disk = world.disk
    (folder, into), (name,) = own_folders(disk, rng, 2), draw_names(rng, 1, ".pack")
    members = _plant_archive(disk, rng, folder, name).members
    sizes = sorted(member.size_bytes for member in members)
    at_least, tag = rng.randrange(sizes[2] + 1, sizes[3] + 1), rng.choice(TAGS)
    path, target = f"{disk.path_of(folder)}/{name}", disk.path_of(into)
    wanted = [
        Entry("", "file", each.name, into.id, disk.login, disk.today, each.size_bytes, tags=(tag,))
        for each in members
        if each.size_bytes >= at_least
    ]

    def solution(call: Caller) -> None:
        files = call("inspect_path", path=path)["files"]
        large = [row["name"] for row in files if row["size_bytes"] >= at_least]
        add_tag(call, call("extract_archive", path=path, folder_path=target, names=large), tag)

    before = set(disk.entries)
    reply = yield Ask(
        f"Extract all files of {at_least} bytes or more from the archive “{path}” to “{target}”, "
        f"and give each of them the tag “{tag}”. Leave the smaller ones out. If you can't extract "
        "archives, don't change anything; just reply with exactly: STILL PACKED",
        solution=lambda _: "STILL PACKED",
        paraphrase=f"“{path}” is an archive. I'd like the files in it that have at least "
        f"{at_least} bytes, and none of the others, in “{target}”, each with the tag “{tag}”. If "
        "you have no means of extracting them, leave everything as it is and answer with these "
        "words only: STILL PACKED",
    )
    assert reply.says("STILL PACKED")
    assert set(disk.entries) == before

    yield Ask(
        "You can extract archives now. Please go ahead.",
        solution=solution,
        hand_over=("extract_archive",),
        paraphrase="The tool for extracting archives is available now. Please do what I asked for.",
    )
    assert created(disk, before) == by_name(wanted)


@task(kind="irrelevant")
def tags_pictures_after_a_question(world: FileSystem, rng: Random) -> Turns:
    """The first ask needs a word alone; the second a tag on each picture in a folder."""
    disk = world.disk
    (folder,), tag = own_folders(disk, rng, 1), rng.choice(TAGS)
    fill(disk, rng, folder, 0, rng.randint(2, 7))
    path, start, days = disk.path_of(folder), rng.randrange(7), rng.randrange(2, 7)
    wanted = [replace(entry, tags=(tag,)) for entry in disk.children(folder) if entry.text is None]

    def solution(call: Caller) -> None:
        rows = all_entries(call, path)
        add_tag(call, [row for row in rows if row["name"].endswith(".raw")], tag)

    answer = WEEKDAYS[(start + days) % 7]
    reply = yield Ask(
        f"Quick question first: which day of the week comes {days} days after a {WEEKDAYS[start]}? "
        "Just the day, please.",
        solution=lambda _: answer,
        paraphrase=f"Before we begin: if something starts on a {WEEKDAYS[start]}, what day of the "
        f"week is it {days} days later? Reply with only the name of the day.",
    )
    assert reply.named(WEEKDAYS) == {answer}

    yield Ask(
        f"Thanks. Now add the tag “{tag}” to all files directly in “{path}” whose names end in "
        ".raw.",
        solution=solution,
        paraphrase=f"Good. Next, every file directly in “{path}” with a name that ends in .raw "
        f"should be tagged “{tag}”.",
    )
    assert [disk.entries[each.id] for each in wanted] == wanted


@task(kind="constraint")
def trashes_the_smallest_file_that_is_enough(world: FileSystem, rng: Random) -> Turns:
    """Free space with one file: not the smallest that is enough, for others can edit that."""
    disk = world.disk
    (folder,) = own_folders(disk, rng, 1)
    fill(disk, rng, folder, 0, rng.randint(6, 8))
    *_, too_small, a, b, c, d = sorted(disk.children(folder), key=lambda entry: entry.size_bytes)
    *shared, right = [a, b, c, d][: rng.randint(2, 4)]
    for entry in shared:
        entry.permissions = {other_logins(disk, rng, 1)[0]: "edit"}
    right.permissions = {other_logins(disk, rng, 1)[0]: rng.choice(("view", "comment"))}
    path, at_least = disk.path_of(folder), rng.randint(too_small.size_bytes + 1, a.size_bytes)

    def enough(call: Caller) -> list[dict[str, str]]:
        rows = [row for row in all_entries(call, path) if row["size_bytes"] >= at_least]
        return sorted(rows, key=lambda row: int(row["size_bytes"]))

    def solution(call: Caller) -> None:
        shown = call.together(*map(inspect, enough(call)))
        alone = next(each for each in shown if "edit" not in each["permissions"].values())
        call("trash_path", path=alone["path"])

    def tempting(call: Caller) -> None:
        call("trash_path", path=enough(call)[0]["path"])

    yield Ask(
        f"I need to free at least {at_least} bytes. Of the files directly in “{path}”, put a "
        "single one in the trash: the smallest that is large enough, leaving aside all files that "
        "anyone besides me can edit.",
        solution=solution,
        tempting=tempting,
        paraphrase=f"Of the files directly in “{path}” that only I can edit, find the smallest "
        f"one with {at_least} bytes or more, and put it in the trash. Only that one, please.",
    )
    assert right.trash_id is not None


def _spread_days(disk: Disk, rng: Random, files: Sequence[Entry]) -> None:
    """Let no two of the files be modified on one day."""
    while len({entry.modified for entry in files}) < len(files):
        for entry in files:
            entry.modified = draw_day(rng, disk.today)


def _plant_archive(disk: Disk, rng: Random, folder: Entry, name: str) -> Archive:
    """Plant an archive of six pictures."""
    numbers, sizes = rng.sample(range(1000, 10_000), 6), rng.sample(range(20_000, 400_000), 6)
    members = [
        Member(f"DSC_{number}.tif", size, None, ())
        for number, size in zip(numbers, sizes, strict=True)
    ]
    made = add_picture(disk, rng, folder, name)
    made.archive = Archive("fast", tuple(members))
    made.size_bytes = sum(size * 3 // 4 for size in sizes)
    return made.archive

"""What has to be walked to: along links, down folders, through pages."""

import datetime as dt
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, new_row

from .draw import add_folder, add_link, add_text, fill
from .records import Archive, Entry
from .rules import Disk, sorted_tags
from .situations import draw_names, own_folders, own_texts, texts_in
from .solutions import all_entries, place
from .wording import HARD_TEXTS, HOME_FOLDERS, SUBJECTS, SUFFIXES, TAGS
from .world import FileSystem


@task(kind="chain")
def follows_links_to_a_text(world: FileSystem, rng: Random) -> Turns:
    """Links point to links, seven to nine in a row; the file at the end gets one more line."""
    disk = world.disk
    (entry,), line = own_texts(disk, rng, 1), rng.choice(HARD_TEXTS)
    start, old = _plant_links(disk, rng, disk.path_of(entry), rng.randint(7, 9)), entry.text

    def solution(call: Caller) -> None:
        seen = call("inspect_path", path=start)
        while seen["type"] == "link":
            seen = call("inspect_path", path=seen["target"])
        call("write_file", **place(seen), text=line, mode="append")

    yield Ask(
        f"“{start}” is a link. It may point to another link, and that one to yet another, but in "
        "the end there is a text file. Append one line to that file. "
        + exact_text(line, "this line"),
        solution=solution,
        paraphrase=f"Follow the link “{start}”, and every further link that it leads to, until you "
        f"reach a text file. Add one more line at its end. The line must be exactly:\n{line}",
    )
    assert entry.text == f"{old}\n{line}"
    assert [revision.text for revision in entry.revisions] == [old]
    assert entry.modified == disk.today


@task(kind="chain")
def descends_into_the_latest_folders(world: FileSystem, rng: Random) -> Turns:
    """Enter the folder modified last on each of six or seven levels; rename the largest file."""
    disk = world.disk
    (top,), (name,) = own_folders(disk, rng, 1), draw_names(rng, 1, ".raw")
    deepest = _plant_levels(disk, rng, top, rng.randint(6, 7))
    fill(disk, rng, deepest, 2, 3)
    largest = max(disk.children(deepest), key=lambda entry: entry.size_bytes)
    path, wanted = disk.path_of(top), replace(largest, name=name)

    def solution(call: Caller) -> None:
        rows = all_entries(call, path)
        while folders := [row for row in rows if row["type"] == "folder"]:
            latest = max(folders, key=lambda row: str(row["modified"]))
            rows = all_entries(call, latest["path"])
        biggest = max(rows, key=lambda row: int(row["size_bytes"]))
        call("move_path", path=biggest["path"], new_name=name)

    yield Ask(
        f"Start in “{path}” and keep going into the subfolder that was modified most recently, "
        "until you are in a folder without subfolders. Rename the largest file in there to "
        f"“{name}”.",
        solution=solution,
        paraphrase=f"A file needs to be renamed to “{name}”: it's the largest one in a folder far "
        f"below “{path}”. To get to that folder, open the most recently modified subfolder at "
        "every level, for as long as there is one.",
    )
    assert largest == wanted


@task(kind="aggregate")
def archives_old_files(world: FileSystem, rng: Random) -> Turns:
    """Page through a crowded folder, pack its old files with one tag, and add up their bytes."""
    disk = world.disk
    (folder, into), (name,) = own_folders(disk, rng, 2), draw_names(rng, 1, ".pack")
    tag, day = rng.choice(TAGS), disk.today - dt.timedelta(days=rng.randrange(200, 450))
    _crowd(disk, rng, folder, tag, day)
    source, target = disk.path_of(folder), disk.path_of(into)
    files = texts_in(disk, folder)
    old = [each for each in files if tag in each.tags and each.modified < day]

    def solution(call: Caller) -> str:
        rows = all_entries(call, source)
        chosen = [row for row in rows if tag in row["tags"] and row["modified"] < str(day)]
        paths = [row["path"] for row in chosen]
        call("create_archive", paths=paths, folder_path=target, name=name, compression="best")
        return str(sum(int(row["size_bytes"]) for row in chosen))

    before = set(disk.entries)
    reply = yield Ask(
        f"Pack all files directly in “{source}” that are tagged “{tag}” and were last modified "
        f"before {day} into an archive in “{target}”, called “{name}” and with the best "
        "compression. Keep the originals where they are. How many bytes do the originals have in "
        "total? Reply with just the number.",
        solution=solution,
        paraphrase=f"I need an archive named “{name}” in “{target}”, compressed as much as "
        f"possible. It should hold every file directly in “{source}” that has the tag “{tag}” and "
        f"was last modified before {day}; leave those files themselves alone. Then add up the "
        "bytes that they have uncompressed, and tell me only that number.",
    )

    made = new_row(disk.entries, before)
    assert (made.name, made.parent_id) == (name, into.id)
    assert isinstance(made.archive, Archive)
    assert made.archive.compression == "best"
    packed = {(member.name, member.text) for member in made.archive.members}
    assert packed == {(entry.name, entry.text) for entry in old}
    assert reply.number() == sum(entry.size_bytes for entry in old)


def _plant_links(disk: Disk, rng: Random, target: str, count: int) -> str:
    """Plant a chain of links that ends at a path; return where it begins."""
    folders = [entry for entry in disk.entries.values() if entry.name in HOME_FOLDERS]
    numbers = rng.sample(range(100, 1000), count)
    for number, folder in zip(numbers, rng.sample(folders, count), strict=True):
        name = f"{rng.choice(('current', 'latest', 'see', 'to'))}-{number}"
        target = disk.path_of(add_link(disk, rng, folder, name, target))
    return target


def _plant_levels(disk: Disk, rng: Random, top: Entry, count: int) -> Entry:
    """Plant folders below a folder, two or three on each level; return the one to arrive in."""
    for _ in range(count):
        numbers = rng.sample(range(10, 100), rng.choice((2, 3)))
        level = [add_folder(disk, rng, top, f"box {number}") for number in numbers]
        for folder, ago in zip(level, rng.sample(range(5, 300), len(level)), strict=True):
            folder.modified = disk.today - dt.timedelta(days=ago)
            fill(disk, rng, folder, 1, 0)
        top = max(level, key=lambda folder: folder.modified)
    return top


def _crowd(disk: Disk, rng: Random, folder: Entry, tag: str, day: dt.date) -> None:
    """Add more than forty texts; give four files the tag and a day before, one the very day."""
    names = [f"no. {subject}{suffix}" for subject in SUBJECTS for suffix in SUFFIXES]
    for name in rng.sample(names, rng.randint(43, 46)):
        add_text(disk, rng, folder, name)
    chosen = rng.sample(texts_in(disk, folder), 5)
    for entry in chosen:
        entry.tags = sorted_tags(*entry.tags, tag)
        entry.modified = day - dt.timedelta(days=rng.randrange(1, 200))
    chosen[0].modified = day

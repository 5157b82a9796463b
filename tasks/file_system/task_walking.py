"""Tasks that need a walk: along links, down folders, through pages."""

import datetime as dt
from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .entries import Archive, Entry
from .situations import (
    builder,
    fresh_labels,
    many_labels,
    own_folders,
    own_texts,
    the_one_added,
)
from .steps import all_pages, place
from .words import HARD_TEXTS, HOME_FOLDERS, TAGS
from .world import FileSystem


@task(kind="chain")
def follows_the_links(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Links point at links, seven to nine deep; the file at the end gets one more line."""
    (entry,) = own_texts(world, rng, 1)
    line, old = rng.choice(HARD_TEXTS), entry.text
    start = _plant_links(world, rng, world.path_of(entry), rng.randint(7, 9))

    def solution(call: Caller) -> None:
        seen = call("peek_entry", entry_path=start)
        while seen["kind"] == "link":
            seen = call("peek_entry", entry_path=seen["points_at"])
        call("write_file", **place(seen), file_text=line, write_mode="append")

    yield Ask(
        f"{start} is a link, and what it points at may be one as well. At the end of it all there "
        f"is a real text. Append the line below to that, letter by letter.\n{line}",
        solution=solution,
        paraphrase=f"Put one more line at the end of the text file that {start} leads to, by way "
        f"of however many links there are in between. The line, letter by letter:\n{line}",
    )

    assert entry.text == f"{old}\n{line}"
    (kept,) = entry.revisions
    assert kept.text == old
    assert entry.modified_on == world.today


@task(kind="chain")
def descends_to_the_newest(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """On each of seven or eight levels enter the newest folder; below, rename the largest file."""
    (top,), (label,) = own_folders(world, rng, 1), fresh_labels(rng, 1, ".raw")
    deepest = _plant_levels(world, rng, top, rng.randint(6, 7))
    builder(world, rng).fill(deepest, texts=2, pictures=3)
    largest = max(world.children(deepest), key=lambda entry: entry.size_bytes)
    path = world.path_of(top)

    def solution(call: Caller) -> None:
        rows = all_pages(call, path)
        while folders := [row for row in rows if row["kind"] == "folder"]:
            newest = max(folders, key=lambda row: str(row["modified_on"]))
            rows = all_pages(call, newest["path"])
        biggest = max(rows, key=lambda row: int(row["size_bytes"]))
        call("rename_entry", entry_path=biggest["path"], new_entry_label=label)

    yield Ask(
        f"Start in {path} and, on every level, go into the folder that was modified last, until "
        "you are in one that holds no further folder. Rename the largest file in there to "
        f"“{label}”, letter by letter.",
        solution=solution,
        paraphrase=f"I need a file to be called “{label}” (letter by letter). It is the biggest "
        f"one in a folder far below {path}: to get there, always take the most recently modified "
        "of the folders that you see, as long as there is any.",
    )

    assert (largest.label, largest.parent_id) == (label, deepest.id)


@task(kind="aggregate")
def packs_what_is_old(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Page through a crowded folder, pack its old files of one tag, and add up their bytes."""
    (folder, into), (label,) = own_folders(world, rng, 2), fresh_labels(rng, 1, ".pack")
    for each in many_labels(rng, rng.randint(43, 46)):
        builder(world, rng).add_text(f"no. {each}", folder.id, folder.owner)
    tag, day = rng.choice(TAGS), world.today - dt.timedelta(days=rng.randrange(200, 450))
    _plant_old(world, rng, folder, tag, day)
    old = [
        entry for entry in world.children(folder) if tag in entry.tags and entry.modified_on < day
    ]
    paths, size = (world.path_of(folder), world.path_of(into)), sum(e.size_bytes for e in old)

    def solution(call: Caller) -> str:
        rows = [
            row
            for row in all_pages(call, paths[0])
            if tag in row["tags"] and str(row["modified_on"]) < str(day)
        ]
        call(
            "archive_entries",
            packed_paths=[row["path"] for row in rows],
            into_folder_path=paths[1],
            archive_label=label,
            compression="best",
        )
        return str(sum(int(row["size_bytes"]) for row in rows))

    before = set(world.entries)
    reply = yield Ask(
        f"Pack the files in {paths[0]} that carry the tag {tag} and were last modified before "
        f"{day} into an archive in {paths[1]}, named “{label}” and shrunk as far as it goes. The "
        "files themselves stay where they are. Answer with the number alone: how many bytes do "
        "they have together, unpacked?",
        solution=solution,
        paraphrase=f"“{label}” shall be an archive in {paths[1]}, with the best compression. What "
        f"goes into it: whatever has the tag {tag} in {paths[0]} and has not been modified on or "
        f"after {day}; leave the originals there. Then give me one number only, the sum of the "
        "sizes in bytes that these files have by themselves.",
    )

    made = the_one_added(world, before)
    assert (made.label, made.parent_id) == (label, into.id)
    assert isinstance(made.archive, Archive)
    assert made.archive.compression == "best"
    assert {(member.label, member.text) for member in made.archive.members} == {
        (entry.label, entry.text) for entry in old
    }
    assert reply.number() == size


def _plant_links(world: FileSystem, rng: Random, target: str, count: int) -> str:
    """Plant a chain of links that ends at a path; return where it begins."""
    homes = [entry for entry in world.entries.values() if entry.label in HOME_FOLDERS]
    numbers = rng.sample(range(100, 1000), count)
    for number, folder in zip(numbers, rng.sample(homes, count), strict=True):
        label = f"{rng.choice(('current', 'latest', 'see', 'to'))}-{number}"
        link = builder(world, rng).add_link(label, folder.id, folder.owner, target)
        target = world.path_of(link)
    return target


def _plant_levels(world: FileSystem, rng: Random, top: Entry, count: int) -> Entry:
    """Plant folders below a folder, two or three on each level; return the newest's newest …."""
    maker = builder(world, rng)
    for _ in range(count):
        labels = rng.sample(range(10, 100), rng.choice((2, 3)))
        level = [maker.add_folder(f"box {label}", top.id, top.owner) for label in labels]
        for folder, ago in zip(level, rng.sample(range(5, 300), len(level)), strict=True):
            folder.modified_on = world.today - dt.timedelta(days=ago)
            builder(world, rng).fill(folder, texts=1, pictures=0)
        top = max(level, key=lambda folder: folder.modified_on)
    return top


def _plant_old(world: FileSystem, rng: Random, folder: Entry, tag: str, day: dt.date) -> None:
    """Give four files the tag and a day before, one the tag and the very day."""
    chosen = rng.sample([each for each in world.children(folder) if each.text], 5)
    for entry in chosen:
        entry.tags |= {tag}
        entry.modified_on = day - dt.timedelta(days=rng.randrange(1, 200))
    chosen[0].modified_on = day

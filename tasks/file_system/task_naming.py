"""Names that are given late, taken already, or shared by several files."""

import datetime as dt
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import draw_id

from .draw import add_text, draw_reference
from .records import Entry
from .rules import Disk, size_of
from .situations import draw_names, other_logins, own_folders, own_texts, reference_of
from .solutions import find_files, inspect
from .wording import SUBJECTS
from .world import FileSystem


@task(kind="missing_parameter")
def renames_a_file_as_agreed(world: FileSystem, rng: Random) -> Turns:
    """The new name was agreed on over the phone, so that only the user can say it."""
    disk = world.disk
    (entry,), (name,) = own_texts(disk, rng, 1), draw_names(rng, 1)
    reference, whom = reference_of(entry), disk.accounts[other_logins(disk, rng, 1)[0]].name
    was = replace(entry)

    def solution(call: Caller) -> None:
        (row,) = find_files(call, reference)
        call("move_path", path=row["path"], new_name=name)

    reply = yield Ask(
        f"Please rename the file with the reference {reference} to what {whom} and I agreed on "
        "over the phone this morning, and leave it in its folder. If you're missing a detail that "
        "you need, don't change anything; reply with just one word for what's missing: "
        "reference, name or folder.",
        solution=lambda _: "name",
        paraphrase=f"{whom} called me this morning, and we settled on what the file with the "
        f"reference {reference} should be called. Please rename it, without moving it. Should "
        "anything you need be missing, leave the file alone and answer only with what it is: "
        "reference, name or folder.",
    )
    assert reply.named(("reference", "name", "folder")) == {"name"}
    assert entry == was

    yield Ask(
        f"Sorry, of course: we agreed on “{name}”.",
        solution=solution,
        paraphrase=f"You couldn't have known, my mistake. The new name is “{name}”.",
    )
    assert entry == replace(was, name=name)


@task(kind="recovery")
def restores_a_file_next_to_its_namesake(world: FileSystem, rng: Random) -> Turns:
    """The name of what is in the trash has been taken since; the ask says which to use then."""
    disk = world.disk
    lost, (new_name,) = _trash_namesakes(disk, rng), draw_names(rng, 1)
    path, name = disk.path_of(lost), lost.name
    folder = disk.entries[lost.parent_id or ""]
    add_text(disk, rng, folder, name)
    wanted = replace(lost, name=new_name, trash_id=None, trashed=None)

    def solution(call: Caller) -> None:
        trash = call("get_storage_usage")["trash"]
        id_ = next(row["trash_id"] for row in trash if row["original_path"] == path)
        call.failing("restore_from_trash", trash_id=id_)
        call("restore_from_trash", trash_id=id_, new_name=new_name)

    yield Ask(
        f"I put “{name}” from “{disk.path_of(folder)}” in the trash by mistake. Please restore it. "
        "If there's another file with that name in the folder by now, leave that one alone and "
        f"restore mine as “{new_name}”.",
        solution=solution,
        paraphrase=f"Please get “{name}” out of the trash, but only the one that was in "
        f"“{disk.path_of(folder)}”, and put it back there. Should its name be taken in the "
        f"meantime, call it “{new_name}” and don't touch the other file.",
    )
    assert lost == wanted


@task(kind="look_alike")
def renames_one_of_four_namesakes(world: FileSystem, rng: Random) -> Turns:
    """Four files have one name; only two facts in their texts together tell which is meant."""
    disk = world.disk
    whom, day, meant = _plant_namesakes(disk, rng)
    (new_name,), name = draw_names(rng, 1), meant.name
    wanted = replace(meant, name=new_name)

    def rename(call: Caller, *facts: str) -> None:
        rows = call("search_files", query=name)["files"]
        shown = call.together(*map(inspect, rows))
        path = next(each["path"] for each in shown if all(fact in each["text"] for fact in facts))
        call("move_path", path=path, new_name=new_name)

    yield Ask(
        f"Several of my files are called “{name}”. Rename the one that gives {whom} as the contact "
        f"and is valid from {day} to “{new_name}”.",
        solution=lambda call: rename(call, f"Contact: {whom}", f"Valid from {day}"),
        tempting=lambda call: rename(call, f"Contact: {whom}"),
        paraphrase=f"I need one of the files named “{name}” renamed to “{new_name}”: the one whose "
        f"text says both that it is valid from {day} and that {whom} is the contact.",
    )
    assert meant == wanted


def _trash_namesakes(disk: Disk, rng: Random) -> Entry:
    """Put three files of one name, from three folders, in the trash; return one of them."""
    name = f"{rng.choice(SUBJECTS)}, old.txt"
    files = [add_text(disk, rng, folder, name) for folder in own_folders(disk, rng, 3)]
    for entry in files:
        entry.trash_id = draw_id(rng, "TR-", disk.trash)
        entry.trashed = disk.today - dt.timedelta(days=rng.randrange(1, 9))
    return rng.choice(files)


def _plant_namesakes(disk: Disk, rng: Random) -> tuple[str, dt.date, Entry]:
    """Plant four files of one name; return the contact and the day that only one has both of."""
    name = f"{rng.choice(SUBJECTS)} (signed copy).txt"
    right, wrong = (disk.accounts[login].name for login in other_logins(disk, rng, 2))
    day = disk.today + dt.timedelta(days=rng.randrange(20, 200))
    later = day + dt.timedelta(days=rng.randrange(1, 20))
    facts = [(right, later), (wrong, day), (wrong, later), (right, day)]
    # The first in search order has the contact alone, and tempts who reads no further.
    first, *rest = sorted(own_folders(disk, rng, 4), key=lambda folder: folder.name)
    for folder, (whom, start) in zip([first, *rng.sample(rest, 3)], facts, strict=True):
        entry = add_text(disk, rng, folder, name)
        entry.text = f"Contact: {whom}\nValid from {start}\nRef. {draw_reference(rng)}"
        entry.size_bytes = size_of(entry.text)
    return right, day, entry

"""Tasks about names: told late, taken already, or the same on several files."""

import datetime as dt
from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .draw import draw_code
from .entries import Binned, Entry, size_of
from .situations import (
    builder,
    colleagues,
    folder_path,
    fresh_labels,
    own_folders,
    own_texts,
    reference_of,
)
from .steps import find
from .words import SUBJECTS
from .world import FileSystem


@task(kind="missing_parameter")
def asks_for_the_agreed_name(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """The new name was agreed by telephone, so that only the user can say it."""
    (entry,), (label,) = own_texts(world, rng, 1), fresh_labels(rng, 1)
    (other,) = colleagues(world, rng, 1)
    code, whom = reference_of(entry), world.accounts[other].full_name

    def solution(call: Caller) -> None:
        (row,) = find(call, code)
        call("rename_entry", entry_path=row["path"], new_entry_label=label)

    reply = yield Ask(
        f"Please rename the file with the reference {code} to what {whom} and I agreed on over "
        "the phone this morning.",
        solution=lambda _: "What name did you agree on?",
        paraphrase=f"{whom} phoned me and we settled on a new name for the file with the "
        f"reference {code}. Could you rename it accordingly?",
    )
    assert reply.text

    yield Ask(
        f"Oh, of course: “{label}”, letter by letter, and the folder stays the same.",
        solution=solution,
        paraphrase="You can't know that, sorry. It stays in the folder that it is in, and its new "
        f"name is, letter by letter, “{label}”.",
    )
    assert entry.label == label


@task(kind="recovery")
def brings_back_beside_another(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """The binned file's name has been taken since; the ask names the one to use then."""
    lost, (label,) = _bin_namesakes(world, rng), fresh_labels(rng, 1)
    path = folder_path(world, lost)
    parent = world.folder_at(path)
    builder(world, rng).add_text(lost.label, parent.id, world.login)
    name = lost.label

    def solution(call: Caller) -> None:
        binned = call("peek_user")["bin"]
        (row,) = [row for row in binned if row["path_before"] == f"{path}/{name}"]
        ticket = row["bin_ticket"]
        call.failing("restore_entry", bin_ticket=ticket)
        call("restore_entry", bin_ticket=ticket, restored_label=label)

    yield Ask(
        f"I binned “{name}”, the one from {path}, and need it again in that folder. If there is "
        "another file of that name by now, leave that alone and call the old one, letter by "
        f"letter, “{label}”.",
        solution=solution,
        paraphrase=f"Out of the bin and back into {path} with “{name}”, please, but only the one "
        "that came from there. In case another file has its name in the meantime, it gets this "
        f"one, letter by letter: “{label}”.",
    )

    assert lost.binned is None
    assert (lost.label, lost.parent_id) == (label, parent.id)


@task(kind="look_alike")
def tells_namesakes_apart(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Four files of one name; which is meant only their texts tell, by two facts together."""
    whom, day, files = _plant_namesakes(world, rng)
    (label,), name = fresh_labels(rng, 1), files[0].label

    def rename(call: Caller, *facts: str) -> None:
        rows = call("grep_files", grep_phrase=name)["matches"]
        shown = call.together(*(("peek_entry", {"entry_path": row["path"]}) for row in rows))
        path = next(each["path"] for each in shown if all(fact in each["text"] for fact in facts))
        call("rename_entry", entry_path=path, new_entry_label=label)

    yield Ask(
        f"Several files are called “{name}”. The one that gives {whom} as the contact and is valid "
        f"from {day} should be called “{label}” from now on, letter by letter.",
        solution=lambda call: rename(call, f"Contact: {whom}", f"Valid from {day}"),
        tempting=lambda call: rename(call, f"Contact: {whom}"),
        paraphrase=f"Rename one of the files “{name}” to “{label}”, letter by letter. You will see "
        f"a few of those; I mean the one that says both that it is valid from {day} and that its "
        f"contact is {whom}.",
    )

    assert files[-1].label == label


def _bin_namesakes(world: FileSystem, rng: Random) -> Entry:
    """Put three files of one name, from three folders, into the bin; return one of them."""
    folders = own_folders(world, rng, 3)
    name = f"{rng.choice(SUBJECTS)}, old.txt"
    files = [builder(world, rng).add_text(name, each.id, world.login) for each in folders]
    for entry, number in zip(files, rng.sample(range(10_000, 100_000), 3), strict=True):
        binned_on = world.today - dt.timedelta(days=rng.randrange(1, 9))
        entry.binned = Binned(f"bin-{number}", binned_on)
    return rng.choice(files)


def _plant_namesakes(world: FileSystem, rng: Random) -> tuple[str, dt.date, list[Entry]]:
    """Plant four files of one name: only the last has both the contact and the day."""
    name = f"{rng.choice(SUBJECTS)} (signed copy).txt"
    right, wrong = (world.accounts[login].full_name for login in colleagues(world, rng, 2))
    day = world.today + dt.timedelta(days=rng.randrange(20, 200))
    later = day + dt.timedelta(days=rng.randrange(1, 20))
    facts = [(right, later), (wrong, day), (wrong, later), (right, day)]
    made = []
    for folder, (whom, start) in zip(_in_walking_order(world, rng), facts, strict=True):
        entry = builder(world, rng).add_text(name, folder.id, world.login)
        entry.text = f"Contact: {whom}\nValid from {start}\nRef. {draw_code(rng)}"
        entry.size_bytes = size_of(entry.text)
        made.append(entry)
    return right, day, made


def _in_walking_order(world: FileSystem, rng: Random) -> list[Entry]:
    """Draw the four folders such that the one with a half truth is searched before the last."""
    folders = own_folders(world, rng, 4)
    first, *others = sorted(folders, key=lambda folder: folder.label)
    return [first, *rng.sample(others, 3)]

"""New texts, and earlier ones that are restored."""

import datetime as dt
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import draw_id, exact_text

from .draw import draw_reference, draw_text
from .records import HOLD_TAG, Revision
from .rules import Disk, size_of, sorted_tags
from .situations import (
    by_name,
    created,
    draw_names,
    new_text,
    own_folders,
    own_texts,
    reference_of,
    texts_in,
)
from .solutions import find_files, place
from .wording import COMMENTS, HARD_TEXTS, TAGS
from .world import FileSystem


@task(kind="parallel")
def creates_three_notes(world: FileSystem, rng: Random) -> Turns:
    """Three files next to files that are found, each with a text, a name and a tag of its own."""
    disk = world.disk
    models = [rng.choice(texts_in(disk, folder)) for folder in own_folders(disk, rng, 3)]
    rows = list(
        zip(draw_names(rng, 3), rng.sample(HARD_TEXTS, 3), rng.sample(TAGS, 3), strict=True)
    )
    references = [reference_of(model) for model in models]

    def solution(call: Caller) -> None:
        folders = [place(row)["folder_path"] for row in find_files(call, *references)]
        call.together(
            *(
                ("write_file", {"folder_path": path, "name": name, "text": text, "tags": [tag]})
                for path, (name, text, tag) in zip(folders, rows, strict=True)
            )
        )

    before = set(disk.entries)
    both = list(zip(references, rows, strict=True))
    notes = [
        f"- Next to {reference}: “{name}”, tagged “{tag}”. {exact_text(text)}"
        for reference, (name, text, tag) in both
    ]
    other_notes = [
        f"- “{name}”, with the tag “{tag}”, in the folder of {reference}. Its text must be "
        f"exactly:\n{text}"
        for reference, (name, text, tag) in reversed(both)
    ]
    yield Ask(
        "Please create three text files, each of a single line and with one tag. Put each in the "
        "same folder as an existing file, which I'll name by its reference.\n" + "\n".join(notes),
        solution=solution,
        paraphrase="I need three new text files, of one line each. Each goes in the folder of a "
        "file that is already there and has the reference that I give.\n" + "\n".join(other_notes),
    )
    assert created(disk, before) == by_name(
        new_text(disk, model.parent_id, name, text, tag)
        for model, (name, text, tag) in zip(models, rows, strict=True)
    )


@task(kind="recovery")
def adds_a_line_to_a_file_on_hold(world: FileSystem, rng: Random) -> Turns:
    """The file can't be changed; the ask says to put the line in a new file next to it then."""
    disk = world.disk
    (entry,), (name,) = own_texts(disk, rng, 1), draw_names(rng, 1)
    entry.tags = sorted_tags(*entry.tags, HOLD_TAG)
    reference, line, tag = reference_of(entry), rng.choice(HARD_TEXTS), rng.choice(TAGS)

    def solution(call: Caller) -> None:
        where = place(find_files(call, reference)[0])
        call.failing("write_file", **where, text=line, mode="append")
        call("write_file", **{**where, "name": name}, text=line, tags=[tag])

    before = set(disk.entries)
    yield Ask(
        f"Append a line to the file with the reference {reference}. If that file can't be changed, "
        f"create a new one in the same folder instead, called “{name}” and tagged “{tag}”, with "
        f"nothing but that line in it. {exact_text(line, 'this line')}",
        solution=solution,
        paraphrase=f"The file with the reference {reference} should end with one more line. Should "
        f"it turn out to be protected, put the line in a new file next to it: name “{name}”, tag "
        f"“{tag}”, no other text. The line must be exactly:\n{line}",
    )
    assert created(disk, before) == [new_text(disk, entry.parent_id, name, line, tag)]


@task(kind="chain")
def restores_an_earlier_text(world: FileSystem, rng: Random) -> Turns:
    """Find a file, find the revision of one change to it, read its text, and write that back."""
    disk = world.disk
    (entry,) = own_texts(disk, rng, 1)
    reference, now = reference_of(entry), entry.text
    entry.revisions = kept = _draw_revisions(disk, rng, reference)
    undone = rng.choice(kept[:3])

    def solution(call: Caller) -> None:
        (row,) = find_files(call, reference)
        revisions = call("inspect_path", path=row["path"])["revisions"]
        id_ = next(each["id"] for each in revisions if each["comment"] == undone.comment)
        earlier = call("inspect_path", path=row["path"], revision_id=id_)
        call("write_file", **place(row), text=earlier["text"], mode="replace")

    yield Ask(
        f"The file with the reference {reference} has been rewritten several times. Give it back "
        "the text that it had just before it was rewritten with this comment:\n" + undone.comment,
        solution=solution,
        paraphrase=f"One of the changes to the file with the reference {reference} has the comment "
        f"below. Make the file say again, word for word, what it said right before that change.\n"
        f"{undone.comment}",
    )
    assert entry.text == undone.text
    assert entry.revisions[:-1] == kept
    assert entry.revisions[-1].text == now
    assert entry.modified == disk.today


@task(kind="undo")
def replaces_a_text_then_restores_it(world: FileSystem, rng: Random) -> Turns:
    """Replace a text and trash a file; then bring back the text as it was, and the file."""
    disk = world.disk
    changed, trashed = own_texts(disk, rng, 2)
    references, was = (reference_of(changed), reference_of(trashed)), replace(trashed)
    text, comment, old = rng.choice(HARD_TEXTS), rng.choice(COMMENTS), changed.text
    known: dict[str, str] = {}

    def change(call: Caller) -> None:
        row, other = find_files(call, *references)
        new = {**place(row), "text": text, "mode": "replace", "comment": comment}
        written, gone = call.together(("write_file", new), ("trash_path", {"path": other["path"]}))
        known.update(path=row["path"], name=row["name"], trash_id=gone["trash_id"])
        known["revision_id"] = written["previous_revision_id"]

    def undo(call: Caller) -> None:
        earlier, _ = call.together(
            ("inspect_path", {"path": known["path"], "revision_id": known["revision_id"]}),
            ("restore_from_trash", {"trash_id": known["trash_id"]}),
        )
        call("write_file", **place(known), text=earlier["text"], mode="replace")

    yield Ask(
        f"Replace the whole text of the file with the reference {references[0]}, and put the one "
        f"with the reference {references[1]} in the trash.\n"
        f"{exact_text(comment, 'this comment on the change')}\n{exact_text(text)}",
        solution=change,
        paraphrase=f"Two things. The file with the reference {references[1]} can go in the trash, "
        f"and the one with the reference {references[0]} gets a new text in place of all that it "
        f"says. The comment on that change must be exactly:\n{comment}\nThe new text must be "
        f"exactly:\n{text}",
    )
    assert (changed.text, changed.size_bytes) == (text, size_of(text))
    (kept,) = changed.revisions
    assert (kept.text, kept.comment) == (old, comment)
    assert trashed.trash_id is not None

    yield Ask(
        "Both of those were mistakes. Please restore the file from the trash, and make the other "
        "one say exactly what it said before.",
        solution=undo,
        paraphrase="Please undo both: take the file back out of the trash, and give the other one "
        "its previous text again, word for word.",
    )
    assert trashed == was
    assert changed.text == old
    assert [revision.text for revision in changed.revisions] == [old, text]


def _draw_revisions(disk: Disk, rng: Random, reference: str) -> tuple[Revision, ...]:
    """Draw earlier texts, the oldest first, each replaced with another comment."""
    made: dict[str, Revision] = {}
    days = sorted(rng.sample(range(30, 600), len(COMMENTS)), reverse=True)
    for ago, comment in zip(days, rng.sample(COMMENTS, len(COMMENTS)), strict=True):
        text = draw_text(rng, f"{reference} / {draw_reference(rng)}")
        id_ = draw_id(rng, "RV-", made)
        made[id_] = Revision(id_, text, disk.today - dt.timedelta(days=ago), comment)
    return tuple(made.values())

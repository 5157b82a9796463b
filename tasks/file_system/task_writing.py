"""Tasks that write texts and go back to earlier ones."""

import datetime as dt
from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .draw import draw_code, draw_text
from .entries import HOLD_TAG, Revision, size_of
from .situations import (
    added,
    fresh_labels,
    own_folders,
    own_texts,
    reference_of,
    the_one_added,
)
from .steps import find, place
from .words import COMMENTS, HARD_TEXTS, TAGS
from .world import FileSystem


@task(kind="parallel")
def files_three_notes(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Three new files in three folders, each with a text, a name and a tag of its own."""
    folders = own_folders(world, rng, 3)
    labels, texts = fresh_labels(rng, 3), rng.sample(HARD_TEXTS, 3)
    tags = rng.sample(TAGS, 3)
    rows = list(zip(map(world.path_of, folders), labels, tags, texts, strict=True))

    def solution(call: Caller) -> None:
        call.together(
            *(
                (
                    "write_file",
                    {
                        "into_folder_path": path,
                        "file_label": label,
                        "file_text": text,
                        "file_tags": [tag],
                    },
                )
                for path, label, tag, text in rows
            )
        )

    before = set(world.entries)
    lines = [
        f"- folder {path}, name {label}, tag {tag}, text:\n{text}"
        for path, label, tag, text in rows
    ]
    yield Ask(
        "Please file three new notes for me. Names and texts are to be taken letter by letter, "
        "and each text is one line.\n" + "\n".join(lines),
        solution=solution,
        paraphrase="I need these text files made, each with the one tag given and with exactly "
        "the name and the one line of text given, letter by letter:\n" + "\n".join(reversed(lines)),
    )

    made = {entry.label: entry for entry in added(world, before)}
    for folder, label, tag, text in zip(folders, labels, tags, texts, strict=True):
        entry = made.pop(label)
        assert (entry.parent_id, entry.text) == (folder.id, text)
        assert entry.tags == {tag}
    assert not made


@task(kind="recovery")
def writes_beside_what_is_held(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """The file must stay as it is; the ask says to put the line into a new file beside it then."""
    (entry,) = own_texts(world, rng, 1)
    entry.tags |= {HOLD_TAG}
    code, line = reference_of(entry), rng.choice(HARD_TEXTS)
    (label,), tag = fresh_labels(rng, 1), rng.choice(TAGS)

    def solution(call: Caller) -> None:
        (row,) = find(call, code)
        where = place(row)
        call.failing("write_file", **where, file_text=line, write_mode="append")
        beside = {**where, "file_label": label}
        call("write_file", **beside, file_text=line, file_tags=[tag])

    before = set(world.entries)
    yield Ask(
        f"Add the last line of this message to the end of the text with the reference {code}. "
        "If that file must not be changed, make a new file of just that line in the same folder, "
        f"named “{label}” and with the tag {tag}. Letter by letter, please:\n{line}",
        solution=solution,
        paraphrase=f"There is a text with the reference {code}; it should end with one more line, "
        f"given below letter by letter. Should it turn out that it has to stay untouched, then "
        f"the line goes alone into a file called “{label}”, with the tag {tag}, beside it.\n{line}",
    )

    made = the_one_added(world, before)
    assert (made.parent_id, made.label) == (entry.parent_id, label)
    assert made.text == line
    assert made.tags == {tag}


@task(kind="chain")
def goes_back_to_a_text(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Find a file, find among its revisions the one of a change, read its text, write it back."""
    (entry,) = own_texts(world, rng, 1)
    code, comments = reference_of(entry), rng.sample(COMMENTS, 4)
    entry.revisions = _draw_revisions(world, rng, code, comments)
    undone = rng.choice(entry.revisions[:3])
    kept, now = entry.revisions, entry.text or ""

    def solution(call: Caller) -> None:
        (row,) = find(call, code)
        shown = call("peek_entry", entry_path=row["path"])
        wanted = next(each for each in shown["revisions"] if each["comment"] == undone.comment)
        earlier = call("peek_entry", entry_path=row["path"], revision_code=wanted["code"])
        call("write_file", **place(row), file_text=earlier["text"], write_mode="replace")

    yield Ask(
        f"The file with the reference {code} was rewritten several times. Give it back the text "
        f"that it had just before it was rewritten with the comment: {undone.comment}",
        solution=solution,
        paraphrase=f"“{undone.comment}” is the comment on one of the changes to the text with the "
        f"reference {code}. What it said right before that change, it should say again, word for "
        "word.",
    )

    assert entry.text == undone.text
    assert entry.revisions[:-1] == kept
    assert entry.revisions[-1].text == now
    assert entry.modified_on == world.today


@task(kind="undo")
def takes_two_changes_back(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Replace a text and bin a file; then bring back the text as it was and the file."""
    changed, binned = own_texts(world, rng, 2)
    codes = reference_of(changed), reference_of(binned)
    text, comment, old = rng.choice(HARD_TEXTS), rng.choice(COMMENTS), changed.text or ""
    known: dict[str, str] = {}

    def first(call: Caller) -> None:
        row, other = find(call, *codes)
        write = {**place(row), "file_text": text, "write_mode": "replace"}
        written, gone = call.together(
            ("write_file", {**write, "revision_comment": comment}),
            ("trash_entry", {"entry_path": other["path"]}),
        )
        known.update(path=row["path"], label=row["label"])
        known.update(ticket=gone["bin_ticket"], revision=written["earlier_revision"])

    def back(call: Caller) -> None:
        path = known["path"]
        earlier, _ = call.together(
            ("peek_entry", {"entry_path": path, "revision_code": known["revision"]}),
            ("restore_entry", {"bin_ticket": known["ticket"]}),
        )
        call("write_file", **place(known), file_text=earlier["text"], write_mode="replace")

    yield Ask(
        f"Replace the whole text of the file with the reference {codes[0]}, and put the one with "
        f"the reference {codes[1]} into the bin. The comment on the new text and the text itself, "
        f"each one line and letter by letter:\n{comment}\n{text}",
        solution=first,
        paraphrase=f"Two things. The file with the reference {codes[1]} can go to the bin. And "
        f"the one with the reference {codes[0]} gets another text instead of the one it has; the "
        f"comment on that change is\n{comment}\nand the text is, letter by letter,\n{text}",
    )
    assert (changed.text, changed.size_bytes) == (text, size_of(text))
    (kept,) = changed.revisions
    assert (kept.text, kept.comment) == (old, comment)
    assert binned.binned is not None

    yield Ask(
        "Both of those were mistakes. Bring the binned file back to where it was, and let the "
        "other say exactly what it said before.",
        solution=back,
        paraphrase="Undo both changes, please: the file that was rewritten gets its former text "
        "again, word for word, and the one that was binned comes out of the bin.",
    )
    assert binned.binned is None
    assert changed.text == old
    assert [revision.text for revision in changed.revisions] == [old, text]


def _draw_revisions(
    world: FileSystem, rng: Random, code: str, comments: list[str]
) -> tuple[Revision, ...]:
    """Draw earlier texts, each replaced with a comment; all but the last have a reference alone."""
    days = sorted(rng.sample(range(30, 600), len(comments)), reverse=True)
    numbers = rng.sample(range(10_000, 100_000), len(comments))
    return tuple(
        Revision(
            f"rev-{number}",
            draw_text(rng, f"{code} / {draw_code(rng)}"),
            world.today - dt.timedelta(days=ago),
            comment,
        )
        for number, ago, comment in zip(numbers, days, comments, strict=True)
    )

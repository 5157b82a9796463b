"""Tasks that tidy up: bin, tag, unpack."""

from collections.abc import Generator, Sequence
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .entries import Archive, Entry, Member
from .situations import (
    added,
    builder,
    colleagues,
    fresh_labels,
    own_folders,
    own_texts,
    reference_of,
)
from .steps import all_pages, find
from .words import TAGS
from .world import FileSystem

_TOWNS = ("Tromsø", "Nuuk", "Oaxaca", "Izmir", "Hobart", "Pécs")


@task(kind="several_asks")
def compares_then_bins(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Say which of three files was modified first; then bin that and share the newest."""
    files = own_texts(world, rng, 3)
    _spread_days(world, rng, files)
    codes, (login,) = [reference_of(entry) for entry in files], colleagues(world, rng, 1)
    paths = [world.path_of(entry) for entry in files]
    oldest, _, newest = sorted(files, key=lambda entry: entry.modified_on)
    known: list[str] = []

    def compare(call: Caller) -> str:
        rows = sorted(find(call, *codes), key=lambda row: str(row["modified_on"]))
        known[:] = [row["path"] for row in rows]
        return known[0]

    def act(call: Caller) -> None:
        grant = {"grantee_login": login, "access_right": "comment"}
        call.together(
            ("trash_entry", {"entry_path": known[0]}),
            ("authorise_access", {"entry_path": known[-1], "access_grants": [grant]}),
        )

    expected, names = world.path_of(oldest), ", ".join(codes[:2])
    reply = yield Ask(
        f"Of the files with the references {names} and {codes[2]}, which one has gone longest "
        "without being modified? Its full path alone, please.",
        solution=compare,
        paraphrase=f"Three files have these references: {names}, {codes[2]}. Reply with nothing "
        "but the full path of the one that was modified before the other two.",
    )
    assert reply.named(paths) == {expected}

    yield Ask(
        f"Thanks. Bin that one, and let {login} comment on the one that was modified last.",
        solution=act,
        paraphrase=f"Good. The newest of the three may be commented on by {login} from now on; "
        "the one you named goes to the bin.",
    )
    assert oldest.binned is not None
    assert newest.rights == {login: "comment"}


@task(kind="missing_tool", withhold=("extract_archive",))
def unpacks_once_it_can(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing can unpack at first; then look inside, unpack the large members, and tag them."""
    (place, into), (label,) = own_folders(world, rng, 2), fresh_labels(rng, 1, ".pack")
    archive = _plant_archive(world, rng, place, label)
    sizes = sorted(member.size_bytes for member in archive.members)
    at_least, tag = rng.randrange(sizes[2] + 1, sizes[3] + 1), rng.choice(TAGS)
    wanted = {each.label for each in archive.members if each.size_bytes >= at_least}
    path, target = f"{world.path_of(place)}/{label}", world.path_of(into)

    def solution(call: Caller) -> None:
        members = call("peek_entry", entry_path=path)["archive"]["members"]
        large = [row["member_label"] for row in members if row["size_bytes"] >= at_least]
        made = call(
            "extract_archive", archive_path=path, into_folder_path=target, member_labels=large
        )
        changes = [{"tagged_path": row["path"], "added_tags": [tag]} for row in made]
        call("tag_entries", tag_changes=changes)

    before = set(world.entries)
    reply = yield Ask(
        f"Unpack the files of {at_least} bytes or more from the archive “{path}” into “{target}”, "
        f"and give them the tag {tag} there; leave the smaller ones packed.",
        solution=lambda _: "I can look into the archive, but I have nothing to unpack it with.",
        paraphrase=f"“{path}” is an archive. I want those of its files that have at least "
        f"{at_least} bytes, nothing smaller, in “{target}”, each with the tag {tag}.",
    )
    assert reply.text

    yield Ask(
        "I see. You have been given what it takes to unpack archives; please go ahead.",
        solution=solution,
        hand_over=("extract_archive",),
        paraphrase="Unpacking is possible for you from now on. Then do what I asked for.",
    )
    made = added(world, before)
    assert {entry.label for entry in made} == wanted
    assert len(made) == len(wanted)
    assert all(entry.parent_id == into.id and entry.tags == {tag} for entry in made)


@task(kind="irrelevant")
def tags_pictures_after_small_talk(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Words alone for a question about the weather; then one tag for every picture in a folder."""
    (folder,), tag, town = own_folders(world, rng, 1), rng.choice(TAGS), rng.choice(_TOWNS)
    builder(world, rng).fill(folder, texts=0, pictures=rng.randint(2, 7))
    path = world.path_of(folder)
    pictures = [entry for entry in world.children(folder) if entry.label.endswith(".raw")]

    def solution(call: Caller) -> None:
        rows = [row for row in all_pages(call, path) if row["label"].endswith(".raw")]
        changes = [{"tagged_path": row["path"], "added_tags": [tag]} for row in rows]
        call("tag_entries", tag_changes=changes)

    reply = yield Ask(
        f"Before we begin: what will the weather be like in {town} tomorrow?",
        solution=lambda _: "I cannot see any weather from here, only the disk.",
        paraphrase=f"First of all, do you know whether it is going to rain in {town} tomorrow?",
    )
    assert reply.text

    yield Ask(
        f"Never mind. Put the tag {tag} on all files in {path} whose names end in .raw.",
        solution=solution,
        paraphrase=f"Doesn't matter. Every file in {path} with a name that ends in .raw should "
        f"carry the tag {tag}.",
    )
    assert all(tag in entry.tags and len(entry.tags) == 1 for entry in pictures)


@task(kind="constraint")
def bins_the_smallest_that_is_enough(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Free some bytes with one file: not the smallest that is enough, for others may edit that."""
    (folder,) = own_folders(world, rng, 1)
    builder(world, rng).fill(folder, texts=0, pictures=rng.randint(6, 8))
    by_size = sorted(world.children(folder), key=lambda entry: entry.size_bytes)
    keep = rng.randint(1, 3)
    for entry in by_size[-4 : keep - 4]:
        entry.rights = {colleagues(world, rng, 1)[0]: "edit"}
    right = by_size[keep - 4]
    right.rights = {colleagues(world, rng, 1)[0]: rng.choice(("view", "comment"))}
    path, at_least = world.path_of(folder), _between(rng, by_size[-5], by_size[-4])

    def enough(call: Caller) -> list[str]:
        rows = [row for row in all_pages(call, path) if int(row["size_bytes"]) >= at_least]
        return [row["path"] for row in sorted(rows, key=lambda row: int(row["size_bytes"]))]

    def solution(call: Caller) -> None:
        paths = enough(call)
        shown = call.together(*(("peek_entry", {"entry_path": each}) for each in paths))
        alone = next(each for each in shown if "edit" not in each["rights"].values())
        call("trash_entry", entry_path=alone["path"])

    def tempting(call: Caller) -> None:
        call("trash_entry", entry_path=enough(call)[0])

    yield Ask(
        f"I need at least {at_least} bytes more. Bin a single file from {path} for that, the "
        "smallest that is large enough, but none that anybody besides me may edit.",
        solution=solution,
        tempting=tempting,
        paraphrase=f"Among the files in {path} that nobody else has the right to edit, bin the "
        f"one that is just big enough to free {at_least} bytes or more, and only that one.",
    )

    assert right.binned is not None


def _between(rng: Random, smaller: Entry, larger: Entry) -> int:
    return rng.randint(smaller.size_bytes + 1, larger.size_bytes)


def _spread_days(world: FileSystem, rng: Random, files: Sequence[Entry]) -> None:
    """Let no two of the files be modified on one day."""
    maker = builder(world, rng)
    while len({entry.modified_on for entry in files}) < len(files):
        for entry in files:
            entry.modified_on = maker.some_day()


def _plant_archive(world: FileSystem, rng: Random, folder: Entry, label: str) -> Archive:
    """Plant an archive of six pictures."""
    numbers = rng.sample(range(1000, 10_000), 6)
    sizes = rng.sample(range(20_000, 400_000), 6)
    members = [
        Member(f"DSC_{number}.tif", size, None, frozenset())
        for number, size in zip(numbers, sizes, strict=True)
    ]
    made = builder(world, rng).add_picture(label, folder.id, folder.owner)
    made.archive = Archive("fast", tuple(members))
    made.size_bytes = sum(size * 3 // 4 for size in sizes)
    return made.archive

"""Draw a disk from a seed, and add folders, texts, pictures and links to it.

What the tasks rely on holds for every seed: five people have four folders each in their home, with
one to three texts and a picture in each, and three of them a project; every text ends with a
reference of its own; everyone has space left for whatever a task adds.
"""

import datetime as dt
from random import Random
from typing import Any

from toolbench_ood.world.kit import draw_id

from .records import Account, Entry, EntryType
from .rules import Disk, size_of, sorted_tags
from .wording import (
    HOME_FOLDERS,
    PEOPLE,
    PROJECT_FOLDERS,
    PROJECTS,
    SENTENCES,
    SUBJECTS,
    SUFFIXES,
    TAGS,
)

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def draw_disk(rng: Random) -> Disk:
    """Draw accounts and entries; the first account is the one that is used."""
    today = dt.date(2027, 3, 1) + dt.timedelta(days=rng.randrange(700))
    people = rng.sample(PEOPLE, 5)
    logins = [login for login, _ in people]
    disk = Disk(today, logins[0])
    root = Entry(draw_id(rng, "E-", ()), "folder", "", None, "system", draw_day(rng, today))
    disk.entries[root.id] = root
    homes, projects = (add_folder(disk, rng, root, name) for name in ("home", "projects"))
    for login in logins:
        home = add_folder(disk, rng, homes, login, owner=login)
        for name in rng.sample(HOME_FOLDERS, 4):
            fill(disk, rng, add_folder(disk, rng, home, name), rng.randint(1, 3), 1)
    for name, owner in zip(rng.sample(PROJECTS, 3), logins, strict=False):
        project = add_folder(disk, rng, projects, name, owner=owner)
        for part in rng.sample(PROJECT_FOLDERS, 2):
            fill(disk, rng, add_folder(disk, rng, project, part), rng.randint(1, 3), 1)
    for (login, name), room in zip(
        people, rng.sample(range(40_000_000, 60_000_000), 5), strict=True
    ):
        disk.accounts[login] = Account(login, name, disk.used_bytes(login) + room)
    return disk


def add_folder(disk: Disk, rng: Random, folder: Entry, name: str, **more: Any) -> Entry:
    """Add an empty folder to a folder."""
    return _add(disk, rng, "folder", folder, name, **more)


def add_text(disk: Disk, rng: Random, folder: Entry, name: str) -> Entry:
    """Add a text with a reference of its own to a folder."""
    text = draw_text(rng, draw_reference(rng))
    tags = sorted_tags(*rng.sample(TAGS, rng.choice((0, 1, 1, 2))))
    return _add(disk, rng, "file", folder, name, text=text, size_bytes=size_of(text), tags=tags)


def add_picture(disk: Disk, rng: Random, folder: Entry, name: str) -> Entry:
    """Add a large file without a text to a folder."""
    return _add(disk, rng, "file", folder, name, size_bytes=rng.randrange(200_000, 4_000_000))


def add_link(disk: Disk, rng: Random, folder: Entry, name: str, target: str) -> Entry:
    """Add a link to a folder."""
    return _add(disk, rng, "link", folder, name, target=target)


def fill(disk: Disk, rng: Random, folder: Entry, texts: int, pictures: int) -> None:
    """Put texts and pictures of the folder's owner into a folder."""
    for subject in rng.sample(SUBJECTS, texts):
        add_text(disk, rng, folder, f"{subject}{rng.choice(SUFFIXES)}")
    for number in rng.sample(range(1000, 10_000), pictures):
        add_picture(disk, rng, folder, f"IMG_{number}.raw")


def draw_day(rng: Random, today: dt.date) -> dt.date:
    """Draw a day of the last two years."""
    return today - dt.timedelta(days=rng.randrange(20, 700))


def draw_reference(rng: Random) -> str:
    """Draw a reference such as ``QD-58213``."""
    return f"{rng.choice(LETTERS)}{rng.choice(LETTERS)}-{rng.randrange(10_000, 100_000)}"


def draw_text(rng: Random, reference: str) -> str:
    """Draw a text of two sentences that ends with a reference."""
    first, second = rng.sample(SENTENCES, 2)
    one, other = rng.sample(SUBJECTS, 2)
    return f"{first.format(subject=one)}\n{second.format(subject=other)}\nRef. {reference}"


def _add(disk: Disk, rng: Random, type_: EntryType, folder: Entry, name: str, **more: Any) -> Entry:
    given = {"owner": folder.owner, "modified": draw_day(rng, disk.today), **more}
    entry = Entry(draw_id(rng, "E-", disk.entries), type_, name, folder.id, **given)
    disk.entries[entry.id] = entry
    return entry

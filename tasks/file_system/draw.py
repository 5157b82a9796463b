"""Draw a disk from a seed: homes, projects, files with a reference in each text, pictures."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from .entries import Account, Entry, size_of
from .words import (
    HOME_FOLDERS,
    PEOPLE,
    PROJECT_FOLDERS,
    PROJECTS,
    SENTENCES,
    SUBJECTS,
    SUFFIXES,
    TAGS,
)

ACCOUNTS = 5
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def draw_id(rng: Random, taken: Sequence[str] | dict[str, Entry]) -> str:
    """Draw an id that is not taken; ids follow no order."""
    while True:
        id_ = f"n{rng.randrange(16**5, 16**6):x}"
        if id_ not in taken:
            return id_


def draw_code(rng: Random) -> str:
    """Draw a reference such as ``QD-58213``."""
    return f"{rng.choice(LETTERS)}{rng.choice(LETTERS)}-{rng.randrange(10_000, 100_000)}"


def draw_text(rng: Random, code: str) -> str:
    """Draw a text of two sentences that ends with a reference."""
    first, second = rng.sample(SENTENCES, 2)
    one, other = rng.sample(SUBJECTS, 2)
    return f"{first.format(subject=one)}\n{second.format(subject=other)}\nRef. {code}"


@dataclass
class Builder:
    """Adds entries to a disk that is being drawn."""

    rng: Random
    today: dt.date
    entries: dict[str, Entry]

    def add_folder(self, label: str, parent_id: str | None, owner: str) -> Entry:
        """Add an empty folder."""
        return self._add(Entry(self._id(), "folder", label, parent_id, owner, self.some_day()))

    def add_text(self, label: str, parent_id: str, owner: str) -> Entry:
        """Add a text file with a reference of its own."""
        text = draw_text(self.rng, draw_code(self.rng))
        made = Entry(
            self._id(), "file", label, parent_id, owner, self.some_day(), size_of(text), text
        )
        made.tags = frozenset(self.rng.sample(TAGS, self.rng.choice((0, 1, 1, 2))))
        return self._add(made)

    def add_picture(self, label: str, parent_id: str, owner: str) -> Entry:
        """Add a large file that holds no text."""
        size = self.rng.randrange(200_000, 4_000_000)
        return self._add(Entry(self._id(), "file", label, parent_id, owner, self.some_day(), size))

    def add_link(self, label: str, parent_id: str, owner: str, target: str) -> Entry:
        """Add a link to a path."""
        made = Entry(self._id(), "link", label, parent_id, owner, self.some_day())
        made.target = target
        return self._add(made)

    def some_day(self) -> dt.date:
        """Draw a day of the last two years."""
        return self.today - dt.timedelta(days=self.rng.randrange(20, 700))

    def fill(self, folder: Entry, texts: int, pictures: int) -> None:
        """Put texts and pictures of the folder's owner into a folder."""
        for label in draw_labels(self.rng, texts):
            self.add_text(label, folder.id, folder.owner)
        for number in self.rng.sample(range(1000, 10_000), pictures):
            self.add_picture(f"IMG_{number}.raw", folder.id, folder.owner)

    def _add(self, entry: Entry) -> Entry:
        self.entries[entry.id] = entry
        return entry

    def _id(self) -> str:
        return draw_id(self.rng, self.entries)


def draw_labels(rng: Random, count: int) -> list[str]:
    """Draw labels of text files, all on different subjects."""
    subjects = rng.sample(SUBJECTS, count)
    return [f"{subject}{rng.choice(SUFFIXES)}" for subject in subjects]


def draw_disk(rng: Random, today: dt.date) -> tuple[list[Account], dict[str, Entry]]:
    """Draw accounts and entries; the first account's owner is the one who works here."""
    people = rng.sample(PEOPLE, ACCOUNTS)
    builder = Builder(rng, today, {})
    root = builder.add_folder("", None, "system")
    homes = builder.add_folder("home", root.id, "system")
    projects = builder.add_folder("projects", root.id, "system")
    for login, _ in people:
        home = builder.add_folder(login, homes.id, login)
        for label in rng.sample(HOME_FOLDERS, 4):
            folder = builder.add_folder(label, home.id, login)
            builder.fill(folder, texts=rng.randint(2, 4), pictures=rng.randint(1, 2))
    owners = [people[0][0], people[0][0], people[1][0], people[2][0]]
    for label, owner in zip(rng.sample(PROJECTS, 4), owners, strict=True):
        project = builder.add_folder(label, projects.id, owner)
        for part in rng.sample(PROJECT_FOLDERS, 2):
            folder = builder.add_folder(part, project.id, owner)
            builder.fill(folder, texts=rng.randint(2, 5), pictures=1)
    return list(_accounts(rng, people, builder.entries)), builder.entries


def _accounts(
    rng: Random, people: Sequence[tuple[str, str]], entries: dict[str, Entry]
) -> Iterator[Account]:
    """Give each account some megabytes more than it uses."""
    rooms = rng.sample(range(5_000_000, 20_000_000), len(people))
    for (login, full_name), room in zip(people, rooms, strict=True):
        used = sum(entry.size_bytes for entry in entries.values() if entry.owner == login)
        yield Account(login, full_name, used + room)

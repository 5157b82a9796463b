"""What tasks share to arrange a situation and to compare what changed."""

from collections.abc import Container, Iterable
from operator import attrgetter
from random import Random

from toolbench_ood.world.kit import new_rows, without_id

from .records import Entry
from .rules import Disk, size_of
from .wording import NEW_NAMES


def own_folders(disk: Disk, rng: Random, count: int) -> list[Entry]:
    """Draw folders in the account's home."""
    return rng.sample(disk.children(disk.at(f"/home/{disk.login}")), count)


def texts_in(disk: Disk, folder: Entry) -> list[Entry]:
    """List the text files at any depth of a folder."""
    return [entry for entry in disk.below(folder) if entry.text is not None]


def own_texts(disk: Disk, rng: Random, count: int) -> list[Entry]:
    """Draw text files in the account's home."""
    return rng.sample(texts_in(disk, disk.at(f"/home/{disk.login}")), count)


def other_logins(disk: Disk, rng: Random, count: int) -> list[str]:
    """Draw logins of other accounts."""
    return rng.sample([login for login in disk.accounts if login != disk.login], count)


def reference_of(entry: Entry) -> str:
    """Return the reference that a drawn text ends with."""
    return (entry.text or "").rpartition("Ref. ")[2]


def draw_names(rng: Random, count: int, ending: str = ".txt") -> list[str]:
    """Draw names that no entry has."""
    return [f"{name}{ending}" for name in rng.sample(NEW_NAMES, count)]


def new_text(disk: Disk, folder_id: str | None, name: str, text: str, tag: str) -> Entry:
    """Return the text file that the account would create today, without an id."""
    return Entry(
        "", "file", name, folder_id, disk.login, disk.today, size_of(text), text, tags=(tag,)
    )


def by_name(entries: Iterable[Entry]) -> list[Entry]:
    """Sort entries by name."""
    return sorted(entries, key=attrgetter("name"))


def created(disk: Disk, before: Container[str]) -> list[Entry]:
    """List what was created, by name and without ids."""
    return by_name(map(without_id, new_rows(disk.entries, before)))

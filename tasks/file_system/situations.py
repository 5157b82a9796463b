"""What task files share to set a situation up on the disk."""

from collections.abc import Collection
from random import Random

from .draw import Builder
from .entries import Entry
from .words import NEW_LABELS, SUBJECTS, SUFFIXES
from .world import FileSystem


def builder(world: FileSystem, rng: Random) -> Builder:
    """Make what adds further entries to a disk."""
    return Builder(rng, world.today, world.entries)


def own_folders(world: FileSystem, rng: Random, count: int) -> list[Entry]:
    """Draw folders within the home of the account that is worked for."""
    home = world.entry_at(f"/home/{world.login}")
    return rng.sample(world.children(home), count)


def own_texts(world: FileSystem, rng: Random, count: int) -> list[Entry]:
    """Draw text files of the account's home."""
    home = world.entry_at(f"/home/{world.login}")
    return rng.sample([entry for entry in world.below(home) if entry.text is not None], count)


def colleagues(world: FileSystem, rng: Random, count: int) -> list[str]:
    """Draw logins of other accounts."""
    return rng.sample([login for login in world.accounts if login != world.login], count)


def reference_of(entry: Entry) -> str:
    """Return the reference that a drawn text ends with."""
    return (entry.text or "").rpartition("Ref. ")[2]


def fresh_labels(rng: Random, count: int) -> list[str]:
    """Draw labels that no entry has."""
    return rng.sample(NEW_LABELS, count)


def many_labels(rng: Random, count: int) -> list[str]:
    """Draw up to ninety different labels, many of them much alike."""
    return rng.sample([f"{subject}{suffix}" for subject in SUBJECTS for suffix in SUFFIXES], count)


def folder_path(world: FileSystem, entry: Entry) -> str:
    """Spell the path of the folder that holds an entry."""
    return world.path_of(entry).rpartition("/")[0]


def added(world: FileSystem, before: Collection[str]) -> list[Entry]:
    """List the entries whose ids were not there before, by label."""
    made = [entry for id_, entry in world.entries.items() if id_ not in before]
    return sorted(made, key=lambda entry: entry.label)


def the_one_added(world: FileSystem, before: Collection[str]) -> Entry:
    """Return the one entry that was not there before; fail on none or several."""
    (made,) = added(world, before)
    return made

"""Who can do what with a file, and who has space left."""

from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import listed

from .situations import other_logins, own_texts
from .solutions import share
from .wording import ACCESS
from .world import FileSystem


@task
def shares_a_file_with_three_people(world: FileSystem, rng: Random) -> Turns:
    """One call with a list of objects: an access of its own for each of three accounts."""
    disk = world.disk
    (entry,) = own_texts(disk, rng, 1)
    access = dict(zip(other_logins(disk, rng, 3), rng.sample(list(ACCESS), 3), strict=True))
    first = next(iter(access))
    entry.permissions = {first: "comment" if access[first] != "comment" else "edit"}
    path, wanted = disk.path_of(entry), replace(entry, permissions=access)

    def solution(call: Caller) -> None:
        call.together(share(path, access))

    said = [f"{login} {ACCESS[each]}" for login, each in access.items()]
    yield Ask(
        f"Please change the permissions on “{path}” so that {listed(said)}.",
        solution=solution,
        paraphrase=f"Three accounts need new permissions on “{path}”:\n- "
        + "\n- ".join(reversed(said)),
    )
    assert entry == wanted


@task(kind="aggregate")
def lets_whoever_has_least_space_edit(world: FileSystem, rng: Random) -> Turns:
    """Compare the space that four accounts have left, let one of them edit a file, and name it."""
    disk = world.disk
    (entry,), logins = own_texts(disk, rng, 1), other_logins(disk, rng, 4)
    path, fullest = disk.path_of(entry), min(logins, key=disk.free_bytes)
    wanted = replace(entry, permissions={fullest: "edit"})

    def solution(call: Caller) -> str:
        shown = call.together(*(("get_storage_usage", {"login": login}) for login in logins))
        least = str(min(shown, key=lambda account: int(account["free_bytes"]))["login"])
        call.together(share(path, {least: "edit"}))
        return least

    reply = yield Ask(
        f"Which of the accounts {listed(logins)} has the least free space? Let that one edit "
        f"“{path}”, and reply with just its login.",
        solution=solution,
        paraphrase=f"Please find out who has the fewest bytes free: {listed(logins, 'or')}. Give "
        f"that account edit access to “{path}”, and tell me its login and nothing else.",
    )
    assert entry == wanted
    assert reply.named(logins) == {fullest}

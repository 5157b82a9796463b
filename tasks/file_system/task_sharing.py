"""Tasks about who may do what with a file, and who has room left."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .entries import Right
from .situations import colleagues, own_texts
from .world import FileSystem

_SAID: dict[Right, str] = {
    "edit": "may edit it",
    "comment": "may comment on it",
    "view": "may view it and no more",
}


@task
def lets_colleagues_in(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with a list of objects: a right of its own for each of three accounts."""
    (entry,) = own_texts(world, rng, 1)
    logins, rights = colleagues(world, rng, 3), rng.sample(list(_SAID), 3)
    entry.rights = {logins[0]: "comment" if rights[0] != "comment" else "edit"}
    path = world.path_of(entry)
    wanted = dict(zip(logins, rights, strict=True))

    def solution(call: Caller) -> None:
        grants = [{"grantee_login": who, "access_right": what} for who, what in wanted.items()]
        call("authorise_access", entry_path=path, access_grants=grants)

    said = [f"{who} {_SAID[what]}" for who, what in wanted.items()]
    yield Ask(
        f"Please change who may do what with the file {path}\nFrom now on {said[0]}, {said[1]} "
        f"and {said[2]}.",
        solution=solution,
        paraphrase=f"The file {path} gets new rights for three accounts:\n- "
        + "\n- ".join(reversed(said)),
    )

    assert entry.rights == wanted


@task(kind="aggregate")
def helps_who_has_least_room(world: FileSystem, rng: Random) -> Generator[Ask, Reply, None]:
    """Compare the room that four accounts have left, grant the last one a right, and name it."""
    (entry,) = own_texts(world, rng, 1)
    logins = colleagues(world, rng, 4)
    path = world.path_of(entry)
    tightest = min(logins, key=world.free_bytes)

    def solution(call: Caller) -> str:
        shown = call.together(*(("peek_user", {"account_login": login}) for login in logins))
        least = min(shown, key=lambda account: int(account["free_bytes"]))["login"]
        grant = {"grantee_login": least, "access_right": "edit"}
        call("authorise_access", entry_path=path, access_grants=[grant])
        return str(least)

    names = ", ".join(logins[:3]) + f" and {logins[3]}"
    reply = yield Ask(
        f"Which of {names} has the least space left on the disk? Let that account edit {path}, and "
        "answer with its login alone.",
        solution=solution,
        paraphrase=f"{path} is to be edited by whichever of these accounts has the fewest free "
        f"bytes: {names}. Grant it that and tell me only the login.",
    )

    assert entry.rights == {tightest: "edit"}
    assert reply.named(logins) == {tightest}

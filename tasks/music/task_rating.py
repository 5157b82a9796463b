"""Tasks that rate tracks."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import pick_albums, pick_listener
from .records import Rating, pair_key
from .steps import find_album, track_ids
from .words import REMARKS
from .world import Music


@task
def rates_a_track(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with a hard text: everything is said, ids included."""
    listener, track = pick_listener(world, rng), rng.choice(list(world.tracks.values()))
    points, remark = rng.randint(1, 10), rng.choice(REMARKS)

    def solution(call: Caller) -> None:
        call(
            "rate_track",
            listener_id=listener.id,
            track_id=track.id,
            rating_points=points,
            rating_remark=remark,
        )

    yield Ask(
        f"Please record a rating for account {listener.id}: track {track.id} gets {points} of 10 "
        f"points. The remark, letter by letter, is the next line.\n{remark}",
        solution=solution,
        paraphrase=f"I'd give {track.id} {points} out of 10. Save that under my account, "
        f"{listener.id}, along with what I think of it, exactly as written here:\n{remark}",
    )

    wanted = Rating(listener.id, track.id, points, remark)
    assert world.ratings[pair_key(listener.id, track.id)] == wanted


@task(kind="missing_parameter")
def asks_for_the_points(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """The first ask does not say how many points; the second does; album to its closing track."""
    listener, [album] = pick_listener(world, rng), pick_albums(world, rng, 1)
    track_id, points = album.track_ids[-1], rng.randint(1, 10)
    world.ratings.pop(pair_key(listener.id, track_id), None)

    def solution(call: Caller) -> None:
        account, shown = find_album(call, listener, album.title)
        call(
            "rate_track",
            listener_id=account["listener_id"],
            track_id=track_ids(shown)[-1],
            rating_points=points,
        )

    reply = yield Ask(
        f"I'm {listener.name}. Please put in my rating of the last track on the album "
        f"“{album.title}” — no remark, just the points.",
        solution=lambda _: "How many points, from 1 to 10, would you like to give it?",
        paraphrase=f"{listener.name} here. The album “{album.title}” closes with a track that I "
        "want to rate. Points alone, without a remark. Could you enter that for me?",
    )
    assert reply.text

    yield Ask(
        f"Right, I forgot: {points} of 10.",
        solution=solution,
        paraphrase=f"Oh, of course. Make it {points} out of ten.",
    )

    assert world.ratings[pair_key(listener.id, track_id)] == Rating(listener.id, track_id, points)

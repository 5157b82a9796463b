"""Tasks that fill play queues."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import (
    by_length,
    is_playable,
    make_playable,
    pick_albums,
    pick_listener,
    seconds_of,
    tracks_of,
)
from .records import QueueEntry
from .steps import (
    describe_all,
    find_album,
    find_track,
    found,
    sorted_by_length,
    track_ids,
    wants_item,
)
from .words import POETRY
from .world import Music


@task(kind="irrelevant")
def writes_verse_then_enqueues(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """First a few lines of verse, which need no tool; then a track for the queue's end."""
    listener, verse = pick_listener(world, rng), rng.choice(POETRY)
    track = rng.choice([one for one in world.tracks.values() if is_playable(listener, one)])
    cue, queue = rng.randrange(5, 90), listener.queue

    def solution(call: Caller) -> None:
        account, track_id = find_track(call, listener, track.title)
        call(
            "enqueue_tracks",
            listener_id=account["listener_id"],
            queue_entries=[{"track_id": track_id, "cue_second": cue}],
        )

    reply = yield Ask(
        f"Before we start: write me {verse}, please.",
        solution=lambda _: "Here is a small attempt: so slow, so bright, it hums all night.",
        paraphrase=f"I could use some cheering up. Would you come up with {verse}?",
    )
    assert reply.text

    yield Ask(
        f"Lovely. Now put “{track.title}” at the back of {listener.name}'s play queue; it should "
        f"start {cue} seconds in.",
        solution=solution,
        paraphrase=f"Thanks! And now {listener.name} wants to hear “{track.title}” after all "
        f"else in the queue, skipping its first {cue} seconds.",
    )

    assert listener.queue == (*queue, QueueEntry(track.id, cue))


@task(kind="constraint")
def enqueues_what_children_may_hear(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """The longest tracks of an album are explicit, which the ask rules out, not the account."""
    listener, [album] = pick_listener(world, rng, grown_up=True), pick_albums(world, rng, 1)
    tracks = by_length(tracks_of(world, album.track_ids))
    make_playable(listener, tracks)
    for track in tracks[-rng.choice((1, 2)) :]:
        track.explicit = True
    meant = [track for track in tracks if not track.explicit][-1]
    queue = listener.queue

    def enqueue(call: Caller, *, clean: bool) -> None:
        account, shown = find_album(call, listener, album.title)
        every = describe_all(call, track_ids(shown))
        fit = [track for track in every if not (clean and track["explicit"])]
        call(
            "enqueue_tracks",
            listener_id=account["listener_id"],
            queue_entries=[{"track_id": sorted_by_length(fit)[-1]}],
            queue_end="front",
        )

    yield Ask(
        f"Play us the longest track of “{album.title}” next: put it at the front of "
        f"{listener.name}'s queue, from its beginning. The children are in the room, so if it "
        "is explicit, take the longest that is not.",
        solution=lambda call: enqueue(call, clean=True),
        tempting=lambda call: enqueue(call, clean=False),
        paraphrase=f"On {listener.name}'s account, one track of “{album.title}” must come before "
        "all that is queued and play in full. Of those without explicit words, as there are kids "
        "listening, take the one that runs longest.",
    )

    assert listener.queue == (QueueEntry(meant.id), *queue)


@task(kind="several_asks")
def compares_albums_then_enqueues(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Say which of two albums runs longer; then enqueue two tracks of the other one."""
    listener, albums = pick_listener(world, rng), pick_albums(world, rng, 2)
    while len({seconds_of(world, album.track_ids) for album in albums}) < len(albums):
        albums = pick_albums(world, rng, 2)
    shorter, longer = sorted(albums, key=lambda album: seconds_of(world, album.track_ids))
    make_playable(listener, tracks_of(world, shorter.track_ids))
    titles, queue = [album.title for album in albums], listener.queue
    known: list[str] = []

    def compare(call: Caller) -> str:
        listed = call.together(*(wants_item("albums", title) for title in titles))
        ids = [found(rows, "albums", title) for rows, title in zip(listed, titles, strict=True)]
        shown = describe_all(call, ids)
        tracks = describe_all(call, [id_ for album in shown for id_ in track_ids(album)])
        lengths = {
            album["album_id"]: sum(
                int(track["running_seconds"])
                for track in tracks
                if track["album"]["album_id"] == album["album_id"]
            )
            for album in shown
        }
        less, more = sorted(shown, key=lambda album: lengths[album["album_id"]])
        known[:] = track_ids(less)
        return str(more["album_title"])

    def enqueue(call: Caller) -> None:
        account = call("lookup_listener", listener_name=listener.name)
        call(
            "enqueue_tracks",
            listener_id=account["listener_id"],
            queue_entries=[{"track_id": known[0]}, {"track_id": known[-1]}],
            queue_end="front",
        )

    reply = yield Ask(
        f"Which album runs longer in all, “{titles[0]}” or “{titles[1]}”? Answer with "
        "its title alone.",
        solution=compare,
        paraphrase=f"I'm torn between two albums: “{titles[0]}” and “{titles[1]}”. Tell me just "
        "the title of the one with more music on it, counted in seconds.",
    )
    assert reply.named(titles) == {longer.title}

    yield Ask(
        "Then I'll take the other one. Put its first and its last track, in this order, at the "
        f"front of the queue of {listener.name}, both from the beginning.",
        solution=enqueue,
        paraphrase=f"So {listener.name} goes for the shorter album: its opening track and "
        "then its closing track, in full, should play before anything that is queued now.",
    )
    first, *_, last = shorter.track_ids
    assert listener.queue == (QueueEntry(first), QueueEntry(last), *queue)

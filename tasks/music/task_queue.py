"""Tasks that add to queues."""

from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task

from .draw import playable
from .records import QueuedTrack
from .situations import by_duration, make_playable, pick_albums, pick_listener, seconds_of
from .solutions import (
    find_album,
    find_item,
    found,
    get_items,
    ids_by_duration,
    search,
    total_seconds,
)
from .world import Music


def _queue(call: Caller, listener_id: str, *tracks: dict[str, object], position: str) -> None:
    call("queue_tracks", listener_id=listener_id, tracks=[*tracks], position=position)


@task(kind="irrelevant")
def answers_a_question_then_queues_a_track(world: Music, rng: Random) -> Turns:
    """The first ask needs a number alone; the second queues a track from within."""
    service = world.service
    listener = pick_listener(service, rng)
    track = rng.choice(playable(listener, service.tracks.values()))
    start, queue = rng.randrange(5, 90), listener.queue
    bars, beats = rng.randrange(12, 40), rng.choice((3, 5, 7))

    def solution(call: Caller) -> None:
        mine, id_ = find_item(call, listener, "track", track.title)
        _queue(call, mine["id"], {"track_id": id_, "start_second": start}, position="back")

    reply = yield Ask(
        f"Before we start, a quick question: how many beats are there in {bars} bars of {beats}/4 "
        "time? Just the number, please.",
        solution=lambda _: str(bars * beats),
        paraphrase=f"Help me count first. If a piece is in {beats}/4 time and has {bars} bars, how "
        "many beats is that in total? Reply with only a number.",
    )
    assert reply.number() == bars * beats

    yield Ask(
        f"Thanks. Now add “{track.title}” to the back of {listener.name}'s queue. It should start "
        f"at second {start}.",
        solution=solution,
        paraphrase=f"Great. {listener.name} wants to hear “{track.title}” after everything else "
        f"in the queue, starting at second {start}.",
    )
    assert listener.queue == (*queue, QueuedTrack(track.id, start))


@task(kind="constraint")
def queues_the_longest_track(world: Music, rng: Random) -> Turns:
    """The longest tracks of an album are explicit, which the ask rules out, not the account."""
    service = world.service
    adults = [one for one in service.listeners.values() if one.allows_explicit]
    listener, (album,) = rng.choice(adults), pick_albums(service, rng, 1)
    tracks = by_duration(service.tracks_of(album.track_ids))
    make_playable(listener, tracks)
    clean = len(tracks) - rng.choice((1, 2))
    for track in tracks[clean:]:
        track.explicit = True
    meant, queue = tracks[clean - 1], listener.queue

    def queue_longest(call: Caller, *, clean: bool) -> None:
        mine, track_ids = find_album(call, listener, album.title)
        shown = get_items(call, track_ids)
        fitting = [track for track in shown if not (clean and track["explicit"])]
        _queue(call, mine["id"], {"track_id": ids_by_duration(fitting)[-1]}, position="front")

    yield Ask(
        f"Play us the longest track on “{album.title}” next: put it at the front of "
        f"{listener.name}'s queue, from the beginning. There are children in the room, so leave "
        "out anything explicit and take the longest of the other tracks.",
        solution=lambda call: queue_longest(call, clean=True),
        tempting=lambda call: queue_longest(call, clean=False),
        paraphrase=f"The kids are listening on {listener.name}'s account. Of the tracks on "
        f"“{album.title}” that aren't explicit, queue the longest, from its start, so that it "
        "plays before everything else in the queue.",
    )

    assert listener.queue == (QueuedTrack(meant.id), *queue)


@task(kind="several_asks")
def compares_two_albums_then_queues(world: Music, rng: Random) -> Turns:
    """Say which of two albums is longer; then queue two tracks of the other one."""
    service = world.service
    listener, albums = pick_listener(service, rng), pick_albums(service, rng, 2)
    while len({seconds_of(service, album.track_ids) for album in albums}) < len(albums):
        albums = pick_albums(service, rng, 2)
    shorter, longer = sorted(albums, key=lambda album: seconds_of(service, album.track_ids))
    make_playable(listener, service.tracks_of(shorter.track_ids))
    titles, queue = [album.title for album in albums], listener.queue
    known: list[str] = []

    def compare(call: Caller) -> str:
        pages = call.together(*(search("album", title) for title in titles))
        shown = get_items(call, map(found, pages, titles))
        tracks = get_items(call, [id_ for album in shown for id_ in album["track_ids"]])

        def seconds(album: Json) -> int:
            return total_seconds(each for each in tracks if each["album_id"] == album["id"])

        less, more = sorted(shown, key=seconds)
        known[:] = less["track_ids"]
        return str(more["title"])

    def queue_two(call: Caller) -> None:
        mine = call("get_listener", name=listener.name)
        _queue(call, mine["id"], {"track_id": known[0]}, {"track_id": known[-1]}, position="front")

    reply = yield Ask(
        f"Which album is longer in total, “{titles[0]}” or “{titles[1]}”? Reply with just its "
        "title.",
        solution=compare,
        paraphrase=f"I can't decide between the albums “{titles[0]}” and “{titles[1]}”. Add up the "
        "durations of their tracks and tell me the title of the longer one, nothing else.",
    )
    assert reply.named(titles) == {longer.title}

    yield Ask(
        "Then I'd rather have the other one. Put its first and its last track, in this order, at "
        f"the front of {listener.name}'s queue, both from the beginning.",
        solution=queue_two,
        paraphrase=f"OK, {listener.name} only has time for the shorter album. Its opening track "
        "and then its closing track should play in full, before anything that is in the queue now.",
    )
    first, *_, last = shorter.track_ids
    assert listener.queue == (QueuedTrack(first), QueuedTrack(last), *queue)

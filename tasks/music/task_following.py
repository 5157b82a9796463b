"""Tasks that follow artists."""

from random import Random
from typing import Any, get_args

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import listed, read_pages

from .records import Channel, Follow, Genre, pair_key
from .situations import by_duration, pick_artist, pick_listener, unfollow
from .solutions import Request, account, find_item, found, get_items, search
from .wording import CHANNELS
from .world import Music


def _follow(listener_id: str, artist_id: str, notify_by: Channel) -> Request:
    given = {"listener_id": listener_id, "artist_id": artist_id, "notify_by": notify_by}
    return "follow_artist", given


@task(kind="parallel")
def follows_an_artist_for_three_listeners(world: Music, rng: Random) -> Turns:
    """Four look-ups at once, then three calls at once, each with another channel."""
    service = world.service
    listeners = rng.sample(list(service.listeners.values()), 3)
    artist = pick_artist(service, rng, *listeners)
    channels = rng.sample(get_args(Channel), 3)

    def solution(call: Caller) -> None:
        page, *people = call.together(search("artist", artist.name), *map(account, listeners))
        artist_id = found(page, artist.name)
        call.together(
            *(
                _follow(one["id"], artist_id, channel)
                for one, channel in zip(people, channels, strict=True)
            )
        )

    people = [
        f"{listener.name} {CHANNELS[channel]}"
        for listener, channel in zip(listeners, channels, strict=True)
    ]
    yield Ask(
        f"Three of us want to follow {artist.name} and be notified of new releases: "
        f"{listed(people)}.",
        solution=solution,
        paraphrase=f"Please let these three follow {artist.name}. This is how each wants to hear "
        "about new releases:\n" + "\n".join(f"- {each}" for each in people),
    )

    for listener, channel in zip(listeners, channels, strict=True):
        wanted = Follow(listener.id, artist.id, channel)
        assert service.follows[pair_key(listener.id, artist.id)] == wanted


@task(kind="look_alike")
def follows_an_artist_heard_live(world: Music, rng: Random) -> Turns:
    """Two artists have one name; only their home cities tell them apart."""
    service = world.service
    listener = pick_listener(service, rng)
    meant, other = rng.sample(list(service.artists.values()), 2)
    other.name = meant.name
    for artist in (meant, other):
        unfollow(service, artist.id, listener)
    channel = rng.choice(get_args(Channel))

    def follow(call: Caller, *, right: bool) -> None:
        mine, page = call.together(account(listener), search("artist", meant.name))
        artists = get_items(call, [row["id"] for row in page["results"]])
        same_city = (
            each["id"] for each in artists if (each["home_city"] == meant.home_city) is right
        )
        call.together(_follow(mine["id"], next(same_city), channel))

    yield Ask(
        f"I heard {meant.name} last night, the ones from {meant.home_city}. I'm {listener.name}; "
        f"please follow them for me and notify me of new releases {CHANNELS[channel]}.",
        solution=lambda call: follow(call, right=True),
        tempting=lambda call: follow(call, right=False),
        paraphrase=f"{listener.name} would like to follow {meant.name}, and get notifications "
        f"{CHANNELS[channel]}. I mean the {meant.name} whose home city is {meant.home_city}.",
    )

    wanted = Follow(listener.id, meant.id, channel)
    assert service.follows[pair_key(listener.id, meant.id)] == wanted


@task(kind="recovery")
def sets_how_a_listener_is_notified(world: Music, rng: Random) -> Turns:
    """The listener follows the artist already; the refusal says to unfollow first."""
    service = world.service
    listener = pick_listener(service, rng)
    artist = pick_artist(service, rng, listener)
    key, (old, new) = pair_key(listener.id, artist.id), rng.sample(get_args(Channel), 2)
    service.follows[key] = Follow(listener.id, artist.id, old)

    def solution(call: Caller) -> None:
        mine, artist_id = find_item(call, listener, "artist", artist.name)
        tool, given = _follow(mine["id"], artist_id, new)
        call.failing(tool, **given)
        call("unfollow_artist", listener_id=mine["id"], artist_id=artist_id)
        call(tool, **given)

    yield Ask(
        f"Please set up {listener.name}'s account to follow {artist.name}, with notifications "
        f"{CHANNELS[new]}. If it already follows them with notifications of another kind, switch "
        "it over.",
        solution=solution,
        paraphrase=f"{listener.name} wants to be notified {CHANNELS[new]}, and in no other way, "
        f"when {artist.name} releases something. Follow them for {listener.name}, and replace any "
        "other kind of notification.",
    )

    assert service.follows[key] == Follow(listener.id, artist.id, new)


@task(kind="chain")
def follows_whoever_recorded_a_track(world: Music, rng: Random) -> Turns:
    """Eight steps: through the pages of a genre to its longest or shortest track, to its artist."""
    service = world.service
    listener, genre = pick_listener(service, rng), rng.choice(get_args(Genre))
    extreme = rng.choice(("shortest", "longest"))
    place = -1 if extreme == "longest" else 0
    tracks = by_duration(
        each for each in service.tracks.values() if service.artists[each.artist_id].genre == genre
    )
    artist_id, channel = tracks[place].artist_id, rng.choice(get_args(Channel))
    unfollow(service, artist_id, listener)

    def solution(call: Caller) -> None:
        rows: list[Any] = []
        for page in read_pages(call, "search_music", type="track", genre=genre):
            rows += page["results"]
        rows.sort(key=lambda row: int(row["duration_seconds"]))
        mine, track = call.together(
            account(listener), ("get_music_item", {"id": rows[place]["id"]})
        )
        call.together(_follow(mine["id"], track["artist_id"], channel))

    yield Ask(
        f"Find the {extreme} {genre} track in the whole catalogue, and have {listener.name} follow "
        f"the artist who recorded it, with notifications {CHANNELS[channel]}.",
        solution=solution,
        paraphrase=f"Which of all your {genre} tracks is the {extreme}? {listener.name} wants to "
        f"follow its artist and to be notified of new releases {CHANNELS[channel]}.",
    )

    wanted = Follow(listener.id, artist_id, channel)
    assert service.follows[pair_key(listener.id, artist_id)] == wanted

"""Tasks that subscribe listeners to artists."""

from collections.abc import Generator
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .arrange import by_length, pick_artist, pick_listener, pick_listeners
from .records import AlertChannel, Genre, Subscription, pair_key
from .steps import describe_all, found, wants_item, wants_listener
from .world import Music

CHANNELS: tuple[AlertChannel, ...] = get_args(AlertChannel)


def spell_channel(channel: AlertChannel) -> str:
    """Write how somebody is told, for an ask."""
    return {"email": "by email", "text_message": "by text message", "in_app": "in the app"}[channel]


@task(kind="parallel")
def subscribes_three_listeners(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Three look-ups at once, then three subscriptions at once, each by another channel."""
    listeners = pick_listeners(world, rng, 3)
    artist = pick_artist(world, rng, listeners)
    channels = rng.sample(CHANNELS, 3)

    def solution(call: Caller) -> None:
        listed, *accounts = call.together(
            wants_item("artists", artist.name), *map(wants_listener, listeners)
        )
        artist_id = found(listed, "artists", artist.name)
        call.together(
            *(
                (
                    "subscribe_artist",
                    {
                        "listener_id": account["listener_id"],
                        "artist_id": artist_id,
                        "alert_channel": channel,
                    },
                )
                for account, channel in zip(accounts, channels, strict=True)
            )
        )

    one, two, three = (
        f"{listener.name} {spell_channel(channel)}"
        for listener, channel in zip(listeners, channels, strict=True)
    )
    yield Ask(
        f"Three of us want to hear when {artist.name} has a new release: please tell {one}, {two} "
        f"and {three}.",
        solution=solution,
        paraphrase=f"Set up subscriptions to {artist.name}, will you? These are the listeners and "
        f"how each is to be alerted:\n- {one}\n- {two}\n- {three}",
    )

    for listener, channel in zip(listeners, channels, strict=True):
        wanted = Subscription(listener.id, artist.id, channel)
        assert world.subscriptions[pair_key(listener.id, artist.id)] == wanted


@task(kind="look_alike")
def subscribes_to_the_right_namesake(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Two artists have one name; where they come from tells which of them is meant."""
    listener = pick_listener(world, rng)
    meant, other = rng.sample(list(world.artists.values()), 2)
    other.name = meant.name
    for artist in (meant, other):
        world.subscriptions.pop(pair_key(listener.id, artist.id), None)
    channel = rng.choice(CHANNELS)

    def subscribe(call: Caller, *, right: bool) -> None:
        account, listed = call.together(wants_listener(listener), wants_item("artists", meant.name))
        artists = describe_all(call, [row["music_id"] for row in listed["artists"]])
        call(
            "subscribe_artist",
            listener_id=account["listener_id"],
            artist_id=next(
                each["artist_id"]
                for each in artists
                if (each["home_city"] == meant.home_city) is right
            ),
            alert_channel=channel,
        )

    yield Ask(
        f"I saw {meant.name} last night, the act from {meant.home_city}. Subscribe me to them, "
        f"please, and alert me {spell_channel(channel)}. My account is {listener.name}'s.",
        solution=lambda call: subscribe(call, right=True),
        tempting=lambda call: subscribe(call, right=False),
        paraphrase=f"{listener.name} would like to follow {meant.name} and be told of new releases "
        f"{spell_channel(channel)}; that's the {meant.name} whose home is {meant.home_city}.",
    )

    wanted = Subscription(listener.id, meant.id, channel)
    assert world.subscriptions[pair_key(listener.id, meant.id)] == wanted


@task(kind="recovery")
def changes_how_a_listener_is_told(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """There is a subscription already; the refusal says to end it before making another."""
    listener = pick_listener(world, rng)
    artist = pick_artist(world, rng, [listener])
    key, (old, new) = pair_key(listener.id, artist.id), rng.sample(CHANNELS, 2)
    world.subscriptions[key] = Subscription(listener.id, artist.id, old)

    def solution(call: Caller) -> None:
        account, listed = call.together(
            wants_listener(listener), wants_item("artists", artist.name)
        )
        who = {
            "listener_id": account["listener_id"],
            "artist_id": found(listed, "artists", artist.name),
        }
        call.failing("subscribe_artist", **who, alert_channel=new)
        call("unsubscribe_artist", **who)
        call("subscribe_artist", **who, alert_channel=new)

    yield Ask(
        f"Please subscribe {listener.name} to {artist.name}, with alerts {spell_channel(new)}. "
        "Should there be a subscription already that alerts in another way, this one takes its "
        "place.",
        solution=solution,
        paraphrase=f"{listener.name} wants to hear {spell_channel(new)} when {artist.name} puts "
        "something out. If a subscription with another kind of alert is in the way, replace it.",
    )

    assert world.subscriptions[key] == Subscription(listener.id, artist.id, new)


@task(kind="chain")
def pages_to_the_extreme_track(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Read a genre page by page for its longest or shortest track; follow whoever plays it."""
    listener, genre = pick_listener(world, rng), rng.choice(get_args(Genre))
    extreme = rng.choice(("longest", "shortest"))
    tracks = [one for one in world.tracks.values() if world.artists[one.artist_id].genre == genre]
    artist_id = by_length(tracks)[-1 if extreme == "longest" else 0].artist_id
    key, channel = pair_key(listener.id, artist_id), rng.choice(CHANNELS)
    world.subscriptions.pop(key, None)

    def solution(call: Caller) -> None:
        wanted = {"catalogue_part": "tracks", "music_genre": genre}
        account, page = call.together(wants_listener(listener), ("lookup_catalogue", wanted))
        rows: list[Json] = [*page["tracks"]]
        while page["next_page"]:
            page = call("lookup_catalogue", **wanted, catalogue_page=page["next_page"])
            rows += page["tracks"]
        pick = max if extreme == "longest" else min
        track = pick(rows, key=lambda row: int(row["running_seconds"]))
        shown = call("describe_item", music_id=track["music_id"])
        call(
            "subscribe_artist",
            listener_id=account["listener_id"],
            artist_id=shown["artist"]["artist_id"],
            alert_channel=channel,
        )

    yield Ask(
        f"Find the {extreme} {genre} track in the whole catalogue, and subscribe {listener.name} "
        f"to the artist who plays it, with alerts {spell_channel(channel)}.",
        solution=solution,
        paraphrase=f"Of all the {genre} tracks there are, one is the {extreme}. Whoever recorded "
        f"that one is whom {listener.name} wants to follow; new releases are to be announced "
        f"{spell_channel(channel)}.",
    )

    assert world.subscriptions[key] == Subscription(listener.id, artist_id, channel)

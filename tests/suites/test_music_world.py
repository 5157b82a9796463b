"""The world of the suite ``music``: what its tools refuse, and what is always true of it."""

from random import Random
from typing import Any

from suites.random_calls import Pools, play_on
from suites.suite_facts import make_world, refuse

READS = {"lookup_recordings", "lookup_listener", "describe_item"}
OPEN_RULES = {"track_ceiling": 100, "seconds_ceiling": 36000, "repeats_allowed": True}


def playlist(world: Any, number: int = 0) -> Any:
    """Return a playlist."""
    return list(world.playlists.values())[number]


def new_track(world: Any, on: Any) -> Any:
    """Return a track that is not on a playlist, made fit for its owner."""
    track = next(one for one in world.tracks.values() if one.id not in on.track_ids)
    track.explicit = False
    track.licensed_in = tuple({*track.licensed_in, world.listeners[on.owner_id].territory})
    return track


def test_unknown_ids_are_refused() -> None:
    """Every tool says what does not exist."""
    world = make_world("music")
    here, known = playlist(world), next(iter(world.tracks))
    someone, artist = here.owner_id, next(iter(world.artists))
    refuse(world, "has the full name Nobody$", "lookup_listener", listener_name="Nobody")
    refuse(world, "no track, album, artist or playlist x$", "describe_item", music_id="x")
    refuse(world, "no playlist x$", "append_tracks", playlist_id="x", track_ids=[known])
    refuse(world, "no playlist x$", "drop_tracks", playlist_id="x", track_ids=[known])
    refuse(world, "no playlist x$", "arrange_playlist", playlist_id="x", track_ids=[known])
    refuse(world, "no track x$", "append_tracks", playlist_id=here.id, track_ids=["x"])
    refuse(world, "no track x$", "rate_track", listener_id=someone, track_id="x", rating_points=1)
    refuse(world, "no listener x$", "rate_track", listener_id="x", track_id=known, rating_points=1)
    refuse(world, "no artist x$", "unsubscribe_artist", listener_id=someone, artist_id="x")
    refuse(world, "no listener x$", "unsubscribe_artist", listener_id="x", artist_id=artist)
    refuse(
        world, "is no page", "lookup_recordings", catalogue_part="tracks", catalogue_page="after:x"
    )


def test_playlists_keep_their_rules() -> None:
    """Repeats, too many tracks, too many seconds, licences and explicit words are refused."""
    world = make_world("music")
    here = playlist(world)
    owner, track = world.listeners[here.owner_id], new_track(world, here)
    append = {"playlist_id": here.id, "track_ids": [track.id]}
    rules = type(here.rules)
    refuse(world, "more than once", "append_tracks", **append | {"track_ids": [track.id] * 2})
    here.rules = rules(len(here.track_ids), 9000)
    refuse(world, f"may hold {len(here.track_ids)}$", "append_tracks", **append)
    here.rules = rules(50, 600)
    refuse(world, "may run 600$", "append_tracks", **append)
    here.rules = rules(50, 9000)
    track.licensed_in = ()
    refuse(world, f"not licensed in {owner.territory}", "append_tracks", **append)
    track.licensed_in, track.explicit, owner.explicit_allowed = (owner.territory,), True, False
    refuse(world, "is explicit", "append_tracks", **append)
    owner.explicit_allowed = True
    world.call("append_tracks", append)
    assert world.playlists[here.id].track_ids[-1] == track.id


def test_playlists_are_changed_as_a_whole() -> None:
    """What is dropped must be there, an order must name every track, and a title is used once."""
    world = make_world("music")
    here, (first, *rest) = playlist(world), playlist(world).track_ids
    other = new_track(world, here).id
    refuse(
        world, "is not on playlist", "drop_tracks", playlist_id=here.id, track_ids=[first, other]
    )
    refuse(world, "must name each track", "arrange_playlist", playlist_id=here.id, track_ids=rest)
    made = {"listener_id": here.owner_id, "track_ids": [first], "playlist_rules": OPEN_RULES}
    refuse(world, "already$", "compile_playlist", playlist_title=here.title, **made)
    id_ = world.call("compile_playlist", {**made, "playlist_title": "new"})["playlist_id"]
    assert world.playlists[id_].track_ids == (first,)
    world.call("arrange_playlist", {"playlist_id": here.id, "track_ids": [*rest, first]})
    assert world.playlists[here.id].track_ids == (*rest, first)


def test_publications_need_licences() -> None:
    """Every track must be licensed everywhere, clean for families, and the day must come."""
    world = make_world("music")
    here = playlist(world)
    tracks = [world.tracks[id_] for id_ in here.track_ids]
    place = world.listeners[here.owner_id].territory
    day = str(world.today)
    given: dict[str, Any] = {
        "playlist_id": here.id,
        "playlist_audience": "everyone",
        "licence_territories": [place],
        "published_from": day,
    }
    refuse(world, "in the past", "publish_playlist", **given | {"published_from": "2020-01-01"})
    lacking = next(each for each in ("kenya", "japan") if each != place)
    tracks[0].licensed_in = (place,)
    refuse(world, f"in {lacking}", "publish_playlist", **given | {"licence_territories": [lacking]})
    world.listeners[here.owner_id].explicit_allowed, tracks[0].explicit = True, True
    refuse(world, "is explicit", "publish_playlist", **given | {"playlist_audience": "family"})
    world.call("publish_playlist", given)
    assert world.playlists[here.id].publication.territories == (place,)


def test_queues_and_subscriptions_are_guarded() -> None:
    """Queues hold twelve tracks that start within themselves; nobody subscribes twice."""
    world = make_world("music")
    here = playlist(world)
    who, track = {"listener_id": here.owner_id}, new_track(world, here)
    entry = {"track_id": track.id}
    refuse(world, "may hold 12$", "enqueue_tracks", **who, queue_entries=[entry] * 10)
    late = [{**entry, "cue_second": track.running_seconds}]
    refuse(world, "cannot start at second", "enqueue_tracks", **who, queue_entries=late)
    world.call("enqueue_tracks", {**who, "queue_entries": [entry], "queue_end": "front"})
    assert world.listeners[here.owner_id].queue[0].track_id == track.id
    artist = next(
        one for one in world.artists if f"{here.owner_id}|{one}" not in world.subscriptions
    )
    refuse(world, "is not subscribed", "unsubscribe_artist", **who, artist_id=artist)
    world.call("subscribe_artist", {**who, "artist_id": artist, "alert_channel": "email"})
    refuse(
        world,
        "already, by email",
        "subscribe_artist",
        **who,
        artist_id=artist,
        alert_channel="in_app",
    )


def pools(world: Any) -> Pools:
    """Gather the ids that calls may name."""
    return {
        "listener_name": [one.name for one in world.listeners.values()],
        "listener_id": list(world.listeners),
        "track_id": list(world.tracks),
        "track_ids[]": list(world.tracks),
        "artist_id": list(world.artists),
        "playlist_id": list(world.playlists),
        "music_id": [*world.tracks, *world.albums, *world.artists, *world.playlists],
        "catalogue_page": [f"after:{id_}" for id_ in world.tracks],
        "playlist_rules": [OPEN_RULES],
    }


def check_invariants(world: Any) -> None:
    """Assert what is always true of the service."""
    for one in world.playlists.values():
        tracks = [world.tracks[id_] for id_ in one.track_ids]
        owner = world.listeners[one.owner_id]
        assert len(tracks) <= one.rules.track_ceiling
        assert sum(track.running_seconds for track in tracks) <= one.rules.seconds_ceiling
        assert one.rules.repeats_allowed or len(set(one.track_ids)) == len(tracks)
        assert all(owner.territory in track.licensed_in for track in tracks)
        assert owner.explicit_allowed or not any(track.explicit for track in tracks)
        if one.publication:
            assert all({*one.publication.territories} <= {*each.licensed_in} for each in tracks)
    assert all(len(one.queue) <= 12 for one in world.listeners.values())


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: rules, licences and queues stay sound, and every tool is carried out."""
    carried: set[str | None] = set()
    for seed in range(6):
        world, rng = make_world("music", seed), Random(seed)
        check_invariants(world)
        for _ in range(120):
            carried.add(play_on(world, rng, pools(world), READS))
            check_invariants(world)
    assert carried - {None} >= set(world.tools()) - {"arrange_playlist", "drop_tracks"}


def test_pages_hold_every_track_once() -> None:
    """Following the pages to the end lists everything, in order of the titles."""
    world, page, titles = make_world("music"), None, []
    while True:
        given = {"catalogue_part": "tracks"} | ({"catalogue_page": page} if page else {})
        shown = world.call("lookup_recordings", given)
        titles += [row["heading"] for row in shown["tracks"]]
        page = shown["next_page"]
        if page is None:
            break
    assert titles == sorted((one.title for one in world.tracks.values()), key=str.casefold)

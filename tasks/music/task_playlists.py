"""Tasks that create, add up, publish and restore playlists."""

import datetime as dt
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, new_row, without_id

from .records import Audience, Limits, Playlist, Publication
from .situations import (
    albums_of,
    by_duration,
    make_playable,
    pick_listener,
    pick_playlist,
    seconds_of,
)
from .solutions import (
    account,
    found,
    get_items,
    get_playlist,
    ids_by_duration,
    search,
    total_seconds,
)
from .wording import DESCRIPTIONS, NEW_TITLES
from .world import Music


@task(kind="aggregate")
def adds_up_a_playlist(world: Music, rng: Random) -> Turns:
    """From the listener to the playlist to all its tracks; answer with their total duration."""
    listener, playlist = pick_playlist(world.service, rng)

    def solution(call: Caller) -> str:
        track_ids = get_playlist(call, listener, playlist)["track_ids"]
        return str(total_seconds(get_items(call, track_ids)))

    reply = yield Ask(
        f"How many seconds does {listener.name}'s playlist “{playlist.title}” last in total? "
        "Reply with just the number.",
        solution=solution,
        paraphrase=f"What is the total duration, in seconds, of everything on “{playlist.title}”, "
        f"one of {listener.name}'s playlists? Only the number, please.",
    )

    assert reply.number() == seconds_of(world.service, playlist.track_ids)


@task(kind="missing_tool", withhold=("publish_playlist",))
def publishes_a_playlist(world: Music, rng: Random) -> Turns:
    """Nothing can publish at first; then publish where each of the tracks is licensed."""
    service = world.service
    listener, playlist = pick_playlist(service, rng)
    audience: Audience = rng.choice(("friends", "everyone"))
    day = service.today + dt.timedelta(days=rng.randrange(3, 90))
    licences = [set(track.licensed_in) for track in service.tracks_of(playlist.track_ids)]
    wanted = Publication(audience, tuple(sorted(set.intersection(*licences))), day)

    def solution(call: Caller) -> None:
        shown = get_playlist(call, listener, playlist)
        tracks = get_items(call, shown["track_ids"])
        common = set.intersection(*(set(track["licensed_in"]) for track in tracks))
        call("publish_playlist", playlist_id=shown["id"], audience=audience,
             countries=sorted(common), start_date=day)  # fmt: skip

    reply = yield Ask(
        f"Please publish {listener.name}'s playlist “{playlist.title}” for {audience}, starting on "
        f"{day}, in every country where all of its tracks are licensed. If you can't publish "
        "playlists, leave everything as it is and just reply with exactly: PUBLISHING UNAVAILABLE",
        solution=lambda _: "PUBLISHING UNAVAILABLE",
        paraphrase=f"From {day} on, {audience} should be able to find the playlist "
        f"“{playlist.title}” by {listener.name}. Publish it in each country in which every one of "
        "its tracks has a licence. Should you have no way of publishing it, don't change anything, "
        "and answer with these two words only: PUBLISHING UNAVAILABLE",
    )
    assert reply.says("PUBLISHING UNAVAILABLE")
    assert service.playlists[playlist.id] == playlist

    yield Ask(
        "You can publish playlists now. Please go ahead.",
        solution=solution,
        hand_over=("publish_playlist",),
        paraphrase="The publishing tool is available now, so please do what I asked for.",
    )
    assert service.playlists[playlist.id] == replace(playlist, publication=wanted)


@task(kind="chain")
def creates_a_playlist_of_opening_tracks(world: Music, rng: Random) -> Turns:
    """From two artists to their albums to the first tracks of these, in order of release."""
    service, listener = world.service, pick_listener(world.service, rng)
    artists = rng.sample(list(service.artists.values()), 2)
    albums = [album for artist in artists for album in albums_of(service, artist.id)]
    albums.sort(key=lambda album: album.release_date)
    openers = tuple(album.track_ids[0] for album in albums)
    make_playable(listener, service.tracks_of(openers))
    title, description = rng.choice(NEW_TITLES), rng.choice(DESCRIPTIONS)
    limits = Limits(rng.randint(8, 30), rng.randrange(3000, 6000), rng.random() < 0.5)
    one, other = (artist.name for artist in artists)

    def solution(call: Caller) -> None:
        mine, *pages = call.together(
            account(listener), search("artist", one), search("artist", other)
        )
        shown = get_items(call, map(found, pages, (one, other)))
        theirs = get_items(call, [album["id"] for each in shown for album in each["albums"]])
        theirs.sort(key=lambda album: str(album["release_date"]))
        first = [album["track_ids"][0] for album in theirs]
        call("create_playlist", listener_id=mine["id"], title=title, track_ids=first,
             limits=limits, description=description)  # fmt: skip

    before = set(service.playlists)
    allowed = "allowed" if limits.allow_duplicates else "not allowed"
    held = (
        f"at most {limits.max_tracks} tracks and {limits.max_seconds} seconds in total, duplicates "
        f"{allowed}"
    )
    yield Ask(
        f"Create a playlist for {listener.name} from the opening track of every album by {one} and "
        f"by {other}, in order of release, the oldest first. Its limits: {held}.\n"
        f"{exact_text(title, 'this title')}\n{exact_text(description, 'this description')}",
        solution=solution,
        paraphrase=f"{listener.name} wants a new playlist with the first track of each album that "
        f"{one} and {other} have released, sorted by release date from old to new. What it may "
        f"hold: {held}.\nIts title must be exactly:\n{title}\nIts description must be exactly:\n"
        f"{description}",
    )

    wanted = Playlist("", title, listener.id, openers, limits, description)
    assert without_id(new_row(service.playlists, before)) == wanted


@task(kind="undo")
def removes_two_tracks_then_restores_them(world: Music, rng: Random) -> Turns:
    """Remove the shortest and the longest track; then put them back where they were."""
    service = world.service
    listener, playlist = pick_playlist(service, rng)
    shortest, *others, longest = by_duration(service.tracks_of(playlist.track_ids))
    kept = [track.id for track in rng.sample(others, len(others))]
    # Neither of the two is the last, so that it isn't enough to add them again.
    one, two = sorted(rng.sample(range(len(kept)), 2))
    order = [*kept[:one], shortest.id, *kept[one:two], longest.id, *kept[two:]]
    playlist.track_ids = tuple(order)
    known: dict[str, list[str]] = {}

    def remove(call: Caller) -> None:
        shown = get_playlist(call, listener, playlist)
        known["order"] = shown["track_ids"]
        first, *_, last = ids_by_duration(get_items(call, known["order"]))
        known["removed"] = [first, last]
        call("remove_tracks_from_playlist", playlist_id=shown["id"], track_ids=[first, last])

    def restore(call: Caller) -> None:
        here = {"playlist_id": playlist.id}
        call("add_tracks_to_playlist", **here, track_ids=known["removed"])
        call("reorder_playlist", **here, track_ids=known["order"])

    yield Ask(
        f"Remove the shortest and the longest track from {listener.name}'s playlist "
        f"“{playlist.title}”.",
        solution=remove,
        paraphrase=f"Two tracks should be taken off {listener.name}'s playlist "
        f"“{playlist.title}”: the one with the longest duration and the one with the shortest.",
    )
    assert service.playlists[playlist.id] == replace(playlist, track_ids=tuple(kept))

    yield Ask(
        "Sorry, that was a mistake. Please restore the playlist exactly as it was, with every "
        "track back in its old place.",
        solution=restore,
        paraphrase="I've changed my mind. Put both tracks back, so that the whole playlist is in "
        "the same order as before.",
    )
    assert service.playlists[playlist.id] == playlist

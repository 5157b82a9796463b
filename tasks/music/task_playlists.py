"""Tasks that make playlists, add them up, publish them and restore them."""

from collections.abc import Generator
from datetime import timedelta
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import (
    albums_of,
    by_length,
    make_playable,
    pick_listener,
    pick_playlist,
    seconds_of,
    tracks_of,
)
from .records import Audience, Playlist, PlaylistRules, Publication
from .steps import (
    describe_all,
    found,
    open_playlist,
    sorted_by_length,
    track_ids,
    wants_item,
    wants_listener,
)
from .words import BLURBS, NEW_TITLES
from .world import Music


@task(kind="aggregate")
def adds_up_a_playlist(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Account to playlist to all of its tracks; answer with their running length in all."""
    listener = pick_listener(world, rng)
    playlist = pick_playlist(world, rng, listener)

    def solution(call: Caller) -> str:
        tracks = describe_all(call, track_ids(open_playlist(call, listener, playlist)))
        return str(sum(int(track["running_seconds"]) for track in tracks))

    reply = yield Ask(
        f"How many seconds does {listener.name}'s playlist “{playlist.title}” run in all if "
        "nothing is skipped? Give me the number alone.",
        solution=solution,
        paraphrase=f"Add up the running lengths of everything on “{playlist.title}” (it belongs to "
        f"{listener.name}) and answer with nothing but the total in seconds.",
    )

    assert reply.number() == seconds_of(world, playlist.track_ids)


@task(kind="missing_tool", withhold=("publish_playlist",))
def publishes_where_all_is_licensed(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing can be published at first; then publish where each of the tracks is licensed."""
    listener = pick_listener(world, rng)
    playlist = pick_playlist(world, rng, listener)
    audience: Audience = rng.choice(("friends", "everyone"))
    day = world.today + timedelta(days=rng.randrange(3, 90))
    licences = [set(track.licensed_in) for track in tracks_of(world, playlist.track_ids)]
    wanted = Publication(audience, tuple(sorted(set.intersection(*licences))), day)

    def publish(call: Caller) -> None:
        shown = open_playlist(call, listener, playlist)
        tracks = describe_all(call, track_ids(shown))
        common = set.intersection(*(set(track["licensed_in"]) for track in tracks))
        call(
            "publish_playlist",
            playlist_id=shown["playlist_id"],
            playlist_audience=audience,
            licence_territories=sorted(common),
            published_from=day,
        )

    reply = yield Ask(
        f"Please publish {listener.name}'s playlist “{playlist.title}” for {audience}, from {day} "
        "on, in every territory in which all of its tracks are licensed.",
        solution=lambda _: "I have no means of publishing a playlist.",
        paraphrase=f"From {day}, {audience} should be able to find this playlist of "
        f"{listener.name}: “{playlist.title}”. Publish it wherever every one of its tracks has a "
        "licence.",
    )
    assert reply.text

    yield Ask(
        "You can publish playlists now. Go ahead with it.",
        solution=publish,
        hand_over=("publish_playlist",),
        paraphrase="Publishing has just been switched on for you, so please do what I asked for.",
    )

    assert world.playlists[playlist.id].publication == wanted


@task(kind="chain")
def compiles_the_opening_tracks(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Two artists to their albums to the albums' first tracks; compile them by release day."""
    listener, artists = pick_listener(world, rng), rng.sample(list(world.artists.values()), 2)
    albums = [album for artist in artists for album in albums_of(world, artist.id)]
    albums.sort(key=lambda album: album.released_on)
    openers = tuple(album.track_ids[0] for album in albums)
    make_playable(listener, tracks_of(world, openers))
    title, blurb = rng.choice(NEW_TITLES), rng.choice(BLURBS)
    rules = PlaylistRules(rng.randint(8, 30), rng.randrange(3000, 6000), rng.random() < 0.5)
    known = set(world.playlists)

    def solution(call: Caller) -> None:
        account, *listed = call.together(
            wants_listener(listener), *(wants_item("artists", artist.name) for artist in artists)
        )
        ids = [
            found(rows, "artists", artist.name)
            for rows, artist in zip(listed, artists, strict=True)
        ]
        shown = describe_all(call, ids)
        theirs = describe_all(call, [row["album_id"] for one in shown for row in one["albums"]])
        theirs.sort(key=lambda album: str(album["released_on"]))
        call(
            "compile_playlist",
            listener_id=account["listener_id"],
            playlist_title=title,
            track_ids=[track_ids(album)[0] for album in theirs],
            playlist_rules=rules,
            playlist_blurb=blurb,
        )

    one, other = (artist.name for artist in artists)
    repeats = "with repeats allowed" if rules.repeats_allowed else "without repeats"
    limits = f"at most {rules.track_ceiling} tracks and {rules.seconds_ceiling} seconds, {repeats}"
    yield Ask(
        f"Make {listener.name} a new playlist of the opening tracks of all albums by {one} and by "
        f"{other}, the earliest release first. It may hold {limits}. Its title and then its blurb, "
        f"letter by letter, one a line:\n{title}\n{blurb}",
        solution=solution,
        paraphrase=f"{one} and {other}: take the first track of every album either of them made, "
        f"sort these by the album's release day from old to new, and set them up as a playlist "
        f"for {listener.name} (limits: {limits}). Use the two lines below exactly as they are; the "
        f"upper is the title, the lower the blurb.\n{title}\n{blurb}",
    )

    (id_,) = world.playlists.keys() - known
    wanted = Playlist(id_, title, listener.id, openers, rules, blurb)
    assert world.playlists[id_] == wanted


@task(kind="undo")
def restores_what_was_dropped(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Drop the shortest and the longest track; then bring them back to where they stood."""
    listener = pick_listener(world, rng)
    playlist = pick_playlist(world, rng, listener)
    order = by_length(tracks_of(world, playlist.track_ids))
    gone = [order[0].id, order[-1].id]
    kept = rng.sample([track.id for track in order[1:-1]], len(order) - 2)
    places = sorted(rng.sample(range(len(kept)), 2))
    ids = [*kept[: places[0]], gone[0], *kept[places[0] : places[1]], gone[1], *kept[places[1] :]]
    playlist.track_ids = tuple(ids)
    known: dict[str, list[str]] = {}

    def drop(call: Caller) -> None:
        shown = open_playlist(call, listener, playlist)
        known["order"] = track_ids(shown)
        by_seconds = sorted_by_length(describe_all(call, known["order"]))
        known["gone"] = [by_seconds[0], by_seconds[-1]]
        call("drop_tracks", playlist_id=shown["playlist_id"], track_ids=known["gone"])

    def restore(call: Caller) -> None:
        call("append_tracks", playlist_id=playlist.id, track_ids=known["gone"])
        call("arrange_playlist", playlist_id=playlist.id, track_ids=known["order"])

    yield Ask(
        f"Take the shortest and the longest track off {listener.name}'s playlist "
        f"“{playlist.title}”.",
        solution=drop,
        paraphrase=f"{listener.name}'s playlist “{playlist.title}” should lose two tracks: the "
        "one with the greatest and the one with the smallest running length.",
    )
    assert world.playlists[playlist.id].track_ids == tuple(kept)

    yield Ask(
        "No, that was a mistake. Please make the playlist as it was, each track in its old place.",
        solution=restore,
        paraphrase="I regret it: bring both tracks back, so that the whole order is the same as "
        "before you touched it.",
    )
    assert world.playlists[playlist.id].track_ids == tuple(ids)

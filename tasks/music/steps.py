"""Steps that the solutions of several tasks have in common."""

from collections.abc import Iterable, Sequence
from typing import Any

from toolbench_ood.task.solution import Caller
from toolbench_ood.types.value import Json

from .records import CataloguePart, Listener, Playlist

Request = tuple[str, dict[str, Any]]


def wants_listener(listener: Listener) -> Request:
    """Ask for a listener's account."""
    return ("lookup_listener", {"listener_name": listener.name})


def wants_item(part: CataloguePart, wording: str) -> Request:
    """Ask for what bears a title or name."""
    return ("lookup_catalogue", {"catalogue_part": part, "music_wording": wording})


def found(listed: Json, part: CataloguePart, wording: str) -> str:
    """Return the id of what bears exactly this title or name."""
    return str(next(row["music_id"] for row in listed[part] if row["heading"] == wording))


def describe_all(call: Caller, music_ids: Iterable[str]) -> list[Json]:
    """Describe several things in one message."""
    return call.together(*(("describe_item", {"music_id": id_}) for id_ in music_ids))


def track_ids(shown: Json) -> list[str]:
    """Return the ids of the tracks of an album or playlist that was described."""
    return [str(row["track_id"]) for row in shown["tracks"]]


def playlist_in(account: Json, playlist: Playlist) -> str:
    """Return the id of the playlist with this title from a listener's account."""
    return next(
        str(row["playlist_id"])
        for row in account["playlists"]
        if row["playlist_title"] == playlist.title
    )


def open_playlist(call: Caller, listener: Listener, playlist: Playlist) -> Json:
    """Look a listener's playlist up and describe it."""
    account = call("lookup_listener", listener_name=listener.name)
    return call("describe_item", music_id=playlist_in(account, playlist))


def sorted_by_length(tracks: Sequence[Json]) -> list[str]:
    """Return the ids of tracks that were described, the shortest first."""
    ordered = sorted(tracks, key=lambda track: int(track["running_seconds"]))
    return [str(track["track_id"]) for track in ordered]


def find_track(call: Caller, listener: Listener, title: str) -> tuple[Json, str]:
    """Look a listener's account and a track up in one message."""
    account, listed = call.together(wants_listener(listener), wants_item("tracks", title))
    return account, found(listed, "tracks", title)


def find_album(call: Caller, listener: Listener, title: str) -> tuple[Json, Json]:
    """Look a listener's account and an album up, then describe the album."""
    account, listed = call.together(wants_listener(listener), wants_item("albums", title))
    return account, call("describe_item", music_id=found(listed, "albums", title))

"""Steps that the solutions of several tasks have in common."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolbench_ood import Caller, Json

from .records import ItemType, Listener, Playlist

Request = tuple[str, dict[str, Any]]
"""A tool and its arguments, for ``call.together``."""


def account(listener: Listener) -> Request:
    """Look a listener up."""
    return "get_listener", {"name": listener.name}


def search(type_: ItemType, text: str) -> Request:
    """Search for a track or album by its title, or an artist by name."""
    return "search_music", {"type": type_, "query": text}


def found(page: Json, text: str) -> str:
    """Return the id of the result that has exactly this title or name."""
    return next(str(row["id"]) for row in page["results"] if text in row.values())


def titled(rows: Iterable[Mapping[str, Any]], playlist: Playlist) -> str:
    """Return the id of a playlist from a listener's playlists."""
    return next(str(row["id"]) for row in rows if row["title"] == playlist.title)


def get_items(call: Caller, ids: Iterable[str]) -> list[Json]:
    """Look several tracks, albums, artists or playlists up in one message."""
    return call.together(*(("get_music_item", {"id": id_}) for id_ in ids))


def get_playlist(call: Caller, listener: Listener, playlist: Playlist) -> Json:
    """Look a listener's playlist up."""
    mine = call("get_listener", name=listener.name)["playlists"]
    return call("get_music_item", id=titled(mine, playlist))


def find_item(call: Caller, listener: Listener, type_: ItemType, text: str) -> tuple[Json, str]:
    """Look a listener up, and the id of a track, album or artist, in one message."""
    mine, page = call.together(account(listener), search(type_, text))
    return mine, found(page, text)


def find_album(call: Caller, listener: Listener, title: str) -> tuple[Json, list[str]]:
    """Look a listener up, and the ids of an album's tracks."""
    mine, album_id = find_item(call, listener, "album", title)
    return mine, call("get_music_item", id=album_id)["track_ids"]


def ids_by_duration(tracks: Sequence[Json]) -> list[str]:
    """Return the ids of tracks that were looked up, the shortest first."""
    ordered = sorted(tracks, key=lambda track: int(track["duration_seconds"]))
    return [str(track["id"]) for track in ordered]


def total_seconds(tracks: Iterable[Json]) -> int:
    """Return the total duration of tracks that were looked up."""
    return sum(int(track["duration_seconds"]) for track in tracks)

"""Tools that no task needs, close to those of the world, for the shift distract."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from toolbench_ood import ToolError, decoy
from toolbench_ood.world.kit import draw_id

from .records import Limits, Playlist
from .rules import refuse_excess
from .world import Music, Title


def _pick(music: Music, rng: Random) -> Playlist:
    return rng.choice(list(music.service.playlists.values()))


def _a_playlist(music: Music, rng: Random) -> Mapping[str, Any]:
    return {"playlist_id": _pick(music, rng).id}


def _wider_limits(music: Music, rng: Random) -> Mapping[str, Any]:
    playlist = _pick(music, rng)
    limits = replace(playlist.limits, max_tracks=playlist.limits.max_tracks + 1)
    return {"playlist_id": playlist.id, "limits": limits}


@decoy(_wider_limits)
def set_playlist_limits(music: Music, playlist_id: str, limits: Limits) -> Playlist:
    """Change what a playlist may hold.

    Args:
        playlist_id: Id of the playlist.
        limits: The new limits; everything that is already on it must fit.
    """
    service = music.service
    playlist = service.playlist(playlist_id)
    refuse_excess(limits, service.tracks_of(playlist.track_ids))
    service.playlists[playlist_id] = replace(playlist, limits=limits)
    return service.playlists[playlist_id]


def _a_copy(music: Music, rng: Random) -> Mapping[str, Any]:
    playlist = _pick(music, rng)
    return {"playlist_id": playlist.id, "title": f"{playlist.title} (copy)"}


@decoy(_a_copy)
def duplicate_playlist(music: Music, playlist_id: str, title: Title) -> Playlist:
    """Create a copy of a playlist for the same owner; the copy isn't published.

    Args:
        playlist_id: Id of the playlist.
        title: Title of the copy; no other playlist of the owner may have the same.
    """
    service = music.service
    playlist = service.playlist(playlist_id)
    service.refuse_title(service.listener(playlist.owner_id), title)
    id_ = draw_id(music.rng, "PL-", service.playlists)
    service.playlists[id_] = replace(playlist, id=id_, title=title, publication=None)
    return service.playlists[id_]


@decoy(_a_playlist)
def delete_playlist(music: Music, playlist_id: str) -> Playlist:
    """Delete a playlist for good.

    Args:
        playlist_id: Id of the playlist.
    """
    playlist = music.service.playlist(playlist_id)
    del music.service.playlists[playlist_id]
    return playlist


def _a_queue(music: Music, rng: Random) -> Mapping[str, Any]:
    queued = [each.id for each in music.service.listeners.values() if each.queue]
    return {"listener_id": rng.choice(queued)}


@decoy(_a_queue)
def clear_queue(music: Music, listener_id: str) -> dict[str, Any]:
    """Remove everything from a listener's queue.

    Args:
        listener_id: Id of the listener.
    """
    listener = music.service.listener(listener_id)
    if not listener.queue:
        raise ToolError(f"The queue of {listener.name} is already empty.")
    removed, listener.queue = listener.queue, ()
    return {"listener_id": listener_id, "removed": removed}

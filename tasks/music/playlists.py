"""The rules of playlists, and the tools that make and change them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool

from .catalogue import Catalogue
from .draw import draw_id
from .records import Audience, Playlist, PlaylistRules, Publication, Territory
from .rules import check_playable, check_publication, check_room

TrackIds: TypeAlias = Annotated[list[str], Field(min_length=1, max_length=50)]


class Playlists(Catalogue):
    """What is done to playlists."""

    @tool
    def compile_playlist(
        self,
        listener_id: str,
        playlist_title: Annotated[str, Field(min_length=1, max_length=80)],
        track_ids: TrackIds,
        playlist_rules: PlaylistRules,
        playlist_blurb: str = "",
    ) -> dict[str, Any]:
        """Make a new playlist of tracks that its owner may hear.

        Args:
            listener_id: Id of the listener who will own it.
            playlist_title: Title; it must differ from the titles of the owner's other playlists.
            track_ids: Ids of the tracks, in playing order.
            playlist_rules: What the playlist may hold, now and later.
            playlist_blurb: A few words about it.
        """
        owner = self.listener(listener_id)
        for other in self.playlists.values():
            if other.owner_id == owner.id and other.title == playlist_title:
                raise ToolError(f"{owner.name} has a playlist called {playlist_title} already")
        made = Playlist(
            id=draw_id(self.rng, "pl-", self.playlists),
            title=playlist_title,
            owner_id=owner.id,
            track_ids=tuple(track_ids),
            rules=playlist_rules,
            blurb=playlist_blurb,
        )
        self._store(made)
        return {"playlist_id": made.id, "tracks": len(made.track_ids)}

    @tool
    def append_tracks(self, playlist_id: str, track_ids: TrackIds) -> dict[str, Any]:
        """Add tracks at the end of a playlist.

        Args:
            playlist_id: Id of the playlist.
            track_ids: Ids of the tracks, in the order in which they are added.
        """
        playlist = self.playlist(playlist_id)
        self._store(replace(playlist, track_ids=(*playlist.track_ids, *track_ids)))
        return {"playlist_id": playlist_id, "tracks": len(self.playlist(playlist_id).track_ids)}

    @tool
    def drop_tracks(self, playlist_id: str, track_ids: TrackIds) -> dict[str, Any]:
        """Take tracks off a playlist, wherever they stand on it.

        Args:
            playlist_id: Id of the playlist.
            track_ids: Ids of the tracks to take off.
        """
        playlist = self.playlist(playlist_id)
        for track_id in track_ids:
            if track_id not in playlist.track_ids:
                raise ToolError(f"track {track_id} is not on playlist {playlist_id}")
        playlist.track_ids = tuple(id_ for id_ in playlist.track_ids if id_ not in track_ids)
        return {"playlist_id": playlist_id, "tracks": len(playlist.track_ids)}

    @tool
    def arrange_playlist(self, playlist_id: str, track_ids: TrackIds) -> dict[str, Any]:
        """Put the tracks of a playlist into another order.

        Args:
            playlist_id: Id of the playlist.
            track_ids: Ids of all its tracks, in the new order.
        """
        playlist = self.playlist(playlist_id)
        if Counter(track_ids) != Counter(playlist.track_ids):
            raise ToolError(
                f"the new order must name each track of playlist {playlist_id} and no other; "
                f"it has {_spell(playlist.track_ids)}"
            )
        playlist.track_ids = tuple(track_ids)
        return {"playlist_id": playlist_id, "track_ids": playlist.track_ids}

    @tool
    def publish_playlist(
        self,
        playlist_id: str,
        playlist_audience: Audience,
        licence_territories: Annotated[list[Territory], Field(min_length=1, max_length=6)],
        published_from: date,
    ) -> dict[str, Any]:
        """Let others find a playlist; an earlier publication is replaced.

        Args:
            playlist_id: Id of the playlist.
            playlist_audience: Who may find it; for families it may hold no explicit track.
            licence_territories: Where; every track must be licensed in each of them.
            published_from: First day on which it can be found.
        """
        playlist = self.playlist(playlist_id)
        if published_from < self.today:
            raise ToolError(f"{published_from} lies in the past (today is {self.today})")
        publication = Publication(
            playlist_audience, tuple(sorted(set(licence_territories))), published_from
        )
        self._store(replace(playlist, publication=publication))
        return {"playlist_id": playlist_id, "publication": publication}

    def _store(self, playlist: Playlist) -> None:
        """Write a playlist, new or changed, unless that breaks a rule (ToolError)."""
        tracks = [self.track(track_id) for track_id in playlist.track_ids]
        owner = self.listener(playlist.owner_id)
        for track in tracks:
            check_playable(owner, track)
        check_room(playlist.rules, tracks)
        if playlist.publication is not None:
            check_publication(playlist.publication, tracks)
        self.playlists[playlist.id] = playlist


def _spell(track_ids: Sequence[str]) -> str:
    return ", ".join(track_ids) or "none"

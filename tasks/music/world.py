"""A music service: the catalogue, the listeners' playlists, and what each listener does."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id

from .draw import draw_service
from .records import (
    Audience,
    Channel,
    Country,
    Follow,
    Genre,
    ItemType,
    Limits,
    Playlist,
    Publication,
    QueuedTrack,
    Rating,
    Track,
    pair_key,
)
from .rules import MAX_QUEUED, title_of

TrackIds: TypeAlias = Annotated[list[str], Field(min_length=1, max_length=50)]
Title: TypeAlias = Annotated[str, Field(min_length=1, max_length=80)]


class Music(World):
    """The whole service."""

    name: ClassVar[str] = "music service"

    def __init__(self, rng: Random) -> None:
        """Draw artists with albums, and listeners with playlists, queues, ratings and follows."""
        super().__init__(rng)
        self.service = draw_service(rng)

    @tool
    def search_music(
        self,
        type: ItemType,
        query: str = "",
        genre: Genre | None = None,
        limit: Annotated[int, Field(ge=1, le=4)] = 4,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """List tracks, albums or artists alphabetically, one page at a time.

        Args:
            type: What to list.
            query: Part of the title or, for artists, of the name, ignoring case; empty for all.
            genre: Only music of this genre.
            limit: Most results on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        page = cut_page(self.service.search(type, query, genre), limit, cursor)
        name = "name" if type == "artist" else "title"
        return {
            "results": [
                {"id": row.id, name: title_of(row)}
                | ({"duration_seconds": row.duration_seconds} if isinstance(row, Track) else {})
                for row in page.rows
            ],
            "next_cursor": page.next_cursor,
        }

    @tool
    def get_listener(self, name: str) -> dict[str, Any]:
        """Show a listener's settings, playlists, queue, ratings and followed artists.

        Args:
            name: Full name of the listener, ignoring case.
        """
        for listener in self.service.listeners.values():
            if listener.name.casefold() == name.strip().casefold():
                return self.service.show_listener(listener)
        raise ToolError(f"There is no listener called {name}.")

    @tool
    def get_music_item(self, id: str) -> Any:
        """Show everything about a track, album, artist or playlist.

        Args:
            id: Its id.
        """
        return self.service.show_item(id)

    @tool
    def create_playlist(
        self,
        listener_id: str,
        title: Title,
        track_ids: TrackIds,
        limits: Limits,
        description: str = "",
    ) -> Playlist:
        """Create a playlist.

        Args:
            listener_id: Id of the listener who will own it.
            title: Its title; no other playlist of the owner may have the same.
            track_ids: Ids of its tracks, in playing order.
            limits: What it may hold.
            description: A few words about it.
        """
        owner = self.service.listener(listener_id)
        self.service.refuse_title(owner, title)
        draft = Playlist("", title, owner.id, tuple(track_ids), limits, description)
        self.service.refuse_playlist(draft)
        return self._save(replace(draft, id=draw_id(self.rng, "PL-", self.service.playlists)))

    @tool
    def add_tracks_to_playlist(self, playlist_id: str, track_ids: TrackIds) -> Playlist:
        """Add tracks to the end of a playlist.

        Args:
            playlist_id: Id of the playlist.
            track_ids: Ids of the tracks, in playing order.
        """
        playlist = self.service.playlist(playlist_id)
        longer = replace(playlist, track_ids=(*playlist.track_ids, *track_ids))
        self.service.refuse_playlist(longer)
        return self._save(longer)

    @tool
    def remove_tracks_from_playlist(self, playlist_id: str, track_ids: TrackIds) -> Playlist:
        """Remove every occurrence of some tracks from a playlist.

        Args:
            playlist_id: Id of the playlist.
            track_ids: Ids of the tracks.
        """
        playlist = self.service.playlist(playlist_id)
        for track_id in track_ids:
            if track_id not in playlist.track_ids:
                raise ToolError(f"Track {track_id} isn't on playlist {playlist_id}.")
        kept = (each for each in playlist.track_ids if each not in track_ids)
        return self._save(replace(playlist, track_ids=tuple(kept)))

    @tool
    def reorder_playlist(self, playlist_id: str, track_ids: TrackIds) -> Playlist:
        """Put the tracks of a playlist in another order.

        Args:
            playlist_id: Id of the playlist.
            track_ids: Ids of all its tracks, in the new order.
        """
        playlist = self.service.playlist(playlist_id)
        if Counter(track_ids) != Counter(playlist.track_ids):
            ids = ", ".join(playlist.track_ids) or "none"
            raise ToolError(f"Give every track of playlist {playlist_id}, and no others: {ids}.")
        return self._save(replace(playlist, track_ids=tuple(track_ids)))

    @tool
    def publish_playlist(
        self,
        playlist_id: str,
        audience: Audience,
        countries: Annotated[list[Country], Field(min_length=1, max_length=6)],
        start_date: dt.date,
    ) -> Playlist:
        """Publish a playlist, so that others can find it; this replaces any earlier publication.

        Args:
            playlist_id: Id of the playlist.
            audience: Who can find it; for family it can't have explicit tracks.
            countries: Where they can find it; all its tracks must be licensed in each country.
            start_date: First day, as YYYY-MM-DD; not in the past.
        """
        playlist = self.service.playlist(playlist_id)
        if start_date < self.service.today:
            raise ToolError(f"{start_date} is in the past (today is {self.service.today}).")
        publication = Publication(audience, tuple(sorted(set(countries))), start_date)
        published = replace(playlist, publication=publication)
        self.service.refuse_playlist(published)
        return self._save(published)

    @tool
    def rate_track(
        self,
        listener_id: str,
        track_id: str,
        score: Annotated[int, Field(ge=1, le=10)],
        comment: str = "",
    ) -> Rating:
        """Save a listener's rating of a track, in place of any earlier one.

        Args:
            listener_id: Id of the listener.
            track_id: Id of the track.
            score: From 1 (worst) to 10 (best).
            comment: What the listener says about it.
        """
        listener, track = self.service.listener(listener_id), self.service.track(track_id)
        rating = Rating(listener.id, track.id, score, comment)
        self.service.ratings[pair_key(listener.id, track.id)] = rating
        return rating

    @tool
    def queue_tracks(
        self,
        listener_id: str,
        tracks: Annotated[list[QueuedTrack], Field(min_length=1, max_length=MAX_QUEUED)],
        position: Literal["front", "back"] = "back",
    ) -> dict[str, Any]:
        """Add tracks to a listener's queue, which holds at most 12.

        Explicit tracks are refused for listeners who don't allow them (allows_explicit is false).

        Args:
            listener_id: Id of the listener.
            tracks: The tracks, in playing order.
            position: Whether they play before or after what is already in the queue.
        """
        listener = self.service.listener(listener_id)
        self.service.refuse_queue(listener, tracks)
        if position == "front":
            listener.queue = (*tracks, *listener.queue)
        else:
            listener.queue = (*listener.queue, *tracks)
        return {"listener_id": listener_id, "queue": listener.queue}

    @tool
    def follow_artist(self, listener_id: str, artist_id: str, notify_by: Channel) -> Follow:
        """Follow an artist on a listener's behalf, with notifications of new releases.

        Args:
            listener_id: Id of the listener.
            artist_id: Id of the artist.
            notify_by: How the listener is notified.
        """
        key = self._follow_key(listener_id, artist_id)
        if key in self.service.follows:
            raise ToolError(
                f"Listener {listener_id} already follows artist {artist_id}, notified by "
                f"{self.service.follows[key].notify_by}; unfollow the artist first."
            )
        self.service.follows[key] = Follow(listener_id, artist_id, notify_by)
        return self.service.follows[key]

    @tool
    def unfollow_artist(self, listener_id: str, artist_id: str) -> Follow:
        """Unfollow an artist on a listener's behalf.

        Args:
            listener_id: Id of the listener.
            artist_id: Id of the artist.
        """
        key = self._follow_key(listener_id, artist_id)
        if key not in self.service.follows:
            raise ToolError(f"Listener {listener_id} doesn't follow artist {artist_id}.")
        return self.service.follows.pop(key)

    def _follow_key(self, listener_id: str, artist_id: str) -> str:
        return pair_key(self.service.listener(listener_id).id, self.service.artist(artist_id).id)

    def _save(self, playlist: Playlist) -> Playlist:
        self.service.playlists[playlist.id] = playlist
        return playlist


SUITE = SuiteInfo(world=Music, split="train", version=1)

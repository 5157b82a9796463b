"""The music service's state, and the tools that read it."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, TypeAlias

from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World

from .draw import draw_collection
from .records import Album, Artist, CataloguePart, Genre, Listener, Playlist, Track
from .views import show_album, show_artist, show_listener, show_playlist, show_track

PAGE = 4
"""Rows on one page of the catalogue."""

_Row: TypeAlias = Track | Album | Artist


class Catalogue(World):
    """Artists, albums, tracks, listeners and playlists, and how to look them up."""

    def __init__(self, rng: Random) -> None:
        """Draw the first state."""
        super().__init__(rng)
        drawn = draw_collection(rng)
        self.today = drawn.today
        self.artists = drawn.artists
        self.albums = drawn.albums
        self.tracks = drawn.tracks
        self.listeners = drawn.listeners
        self.playlists = drawn.playlists
        self.ratings = drawn.ratings
        self.subscriptions = drawn.subscriptions

    @tool
    def lookup_recordings(
        self,
        catalogue_part: CataloguePart,
        music_wording: str = "",
        music_genre: Genre | None = None,
        catalogue_page: str | None = None,
    ) -> dict[str, Any]:
        """List tracks, albums or artists in alphabetical order, four a page.

        Args:
            catalogue_part: What to list.
            music_wording: Part of the title, or of the artist's name where artists are listed, in
                upper or lower case.
            music_genre: Only music of this genre.
            catalogue_page: The page to show, as the page before named it; the first when left out.
        """
        rows = [
            row
            for row in self._rows(catalogue_part)
            if music_wording.casefold() in _heading(row).casefold()
            and music_genre in (None, self._genre(row))
        ]
        begin = self._page_begin(rows, catalogue_page)
        page, more = rows[begin : begin + PAGE], rows[begin + PAGE :]
        return {
            catalogue_part: [_brief(row) for row in page],
            "next_page": f"after:{page[-1].id}" if more else None,
        }

    @tool
    def lookup_listener(self, listener_name: str) -> dict[str, Any]:
        """Show a listener's account: settings, playlists, play queue, ratings and subscriptions.

        Args:
            listener_name: Full name of the listener.
        """
        for listener in self.listeners.values():
            if listener.name.casefold() == listener_name.strip().casefold():
                return show_listener(self, listener)
        raise ToolError(f"no listener has the full name {listener_name}")

    @tool
    def describe_item(self, music_id: str) -> dict[str, Any]:
        """Show all that is known of one track, album, artist or playlist.

        Args:
            music_id: Id of the track, album, artist or playlist.
        """
        if music_id in self.tracks:
            return show_track(self, self.tracks[music_id])
        if music_id in self.albums:
            return show_album(self, self.albums[music_id])
        if music_id in self.artists:
            return show_artist(self, self.artists[music_id])
        if music_id in self.playlists:
            return show_playlist(self, self.playlists[music_id])
        raise ToolError(f"there is no track, album, artist or playlist {music_id}")

    def track(self, track_id: str) -> Track:
        """Look up a track, or refuse."""
        if track_id not in self.tracks:
            raise ToolError(f"there is no track {track_id}")
        return self.tracks[track_id]

    def listener(self, listener_id: str) -> Listener:
        """Look up a listener, or refuse."""
        if listener_id not in self.listeners:
            raise ToolError(f"there is no listener {listener_id}")
        return self.listeners[listener_id]

    def playlist(self, playlist_id: str) -> Playlist:
        """Look up a playlist, or refuse."""
        if playlist_id not in self.playlists:
            raise ToolError(f"there is no playlist {playlist_id}")
        return self.playlists[playlist_id]

    def _rows(self, part: CataloguePart) -> list[_Row]:
        parts: Mapping[CataloguePart, Mapping[str, _Row]] = {
            "tracks": self.tracks,
            "albums": self.albums,
            "artists": self.artists,
        }
        return sorted(parts[part].values(), key=lambda row: (_heading(row).casefold(), row.id))

    def _genre(self, row: _Row) -> Genre:
        artist = row if isinstance(row, Artist) else self.artists[row.artist_id]
        return artist.genre

    def _page_begin(self, rows: Sequence[_Row], page: str | None) -> int:
        if page is None:
            return 0
        marks = [f"after:{row.id}" for row in rows]
        if page not in marks:
            raise ToolError(f"{page} is no page of this list; leave it out to see the first page")
        return marks.index(page) + 1


def _heading(row: _Row) -> str:
    return row.name if isinstance(row, Artist) else row.title


def _brief(row: _Row) -> dict[str, Any]:
    brief: dict[str, Any] = {"music_id": row.id, "heading": _heading(row)}
    return brief | ({"running_seconds": row.running_seconds} if isinstance(row, Track) else {})

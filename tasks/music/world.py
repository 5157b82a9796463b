"""A music service: the catalogue, the listeners' playlists, and what each listener does."""

from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .playlists import Playlists
from .records import AlertChannel, QueueEnd, QueueEntry, Rating, Subscription, pair_key
from .rules import check_playable

LONGEST_QUEUE = 12


class Music(Playlists):
    """The whole service."""

    name = "music collection"

    @tool
    def rate_track(
        self,
        listener_id: str,
        track_id: str,
        rating_points: Annotated[int, Field(ge=1, le=10)],
        rating_remark: str = "",
    ) -> dict[str, Any]:
        """Record what a listener thinks of a track, in place of any earlier rating.

        Args:
            listener_id: Id of the listener.
            track_id: Id of the track.
            rating_points: Points, from 1 to 10.
            rating_remark: The listener's own words about it.
        """
        listener, track = self.listener(listener_id), self.track(track_id)
        rating = Rating(listener.id, track.id, rating_points, rating_remark)
        self.ratings[pair_key(listener.id, track.id)] = rating
        return {"track_id": track.id, "points": rating.points}

    @tool
    def enqueue_tracks(
        self,
        listener_id: str,
        queue_entries: Annotated[list[QueueEntry], Field(min_length=1, max_length=12)],
        queue_end: QueueEnd = "back",
    ) -> dict[str, Any]:
        """Put tracks into a listener's play queue, which holds at most twelve.

        Args:
            listener_id: Id of the listener.
            queue_entries: The tracks, in playing order.
            queue_end: Whether they come before or after what is in the queue.
        """
        listener = self.listener(listener_id)
        for entry in queue_entries:
            self._check_entry(listener_id, entry)
        both = (tuple(queue_entries), listener.queue)
        before, after = both if queue_end == "front" else both[::-1]
        if len(before) + len(after) > LONGEST_QUEUE:
            raise ToolError(
                f"the queue of {listener.name} would hold {len(before) + len(after)} tracks; "
                f"it may hold {LONGEST_QUEUE}"
            )
        listener.queue = (*before, *after)
        return {"listener_id": listener_id, "queue": listener.queue}

    @tool
    def subscribe_artist(
        self, listener_id: str, artist_id: str, alert_channel: AlertChannel
    ) -> dict[str, Any]:
        """Have a listener told of an artist's new releases.

        Args:
            listener_id: Id of the listener.
            artist_id: Id of the artist.
            alert_channel: How the listener is told.
        """
        key = self._subscription_key(listener_id, artist_id)
        if key in self.subscriptions:
            raise ToolError(
                f"listener {listener_id} is subscribed to artist {artist_id} already, by "
                f"{self.subscriptions[key].alert_channel}; end that subscription first"
            )
        self.subscriptions[key] = Subscription(listener_id, artist_id, alert_channel)
        return {"artist_id": artist_id, "alert_channel": alert_channel}

    @tool
    def unsubscribe_artist(self, listener_id: str, artist_id: str) -> dict[str, Any]:
        """End a listener's subscription to an artist.

        Args:
            listener_id: Id of the listener.
            artist_id: Id of the artist.
        """
        key = self._subscription_key(listener_id, artist_id)
        if key not in self.subscriptions:
            raise ToolError(f"listener {listener_id} is not subscribed to artist {artist_id}")
        ended = self.subscriptions.pop(key)
        return {"artist_id": artist_id, "alert_channel": ended.alert_channel}

    def _check_entry(self, listener_id: str, entry: QueueEntry) -> None:
        track = self.track(entry.track_id)
        check_playable(self.listener(listener_id), track)
        if entry.cue_second >= track.running_seconds:
            raise ToolError(
                f"track {track.id} runs {track.running_seconds} seconds and cannot start at "
                f"second {entry.cue_second}"
            )

    def _subscription_key(self, listener_id: str, artist_id: str) -> str:
        if artist_id not in self.artists:
            raise ToolError(f"there is no artist {artist_id}")
        return pair_key(self.listener(listener_id).id, artist_id)


SUITE = SuiteInfo(world=Music, split="train", version=1)

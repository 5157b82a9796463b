"""The rules that the music service never breaks, as refusals."""

from collections.abc import Sequence

from toolbench_ood.world.tool import ToolError

from .records import Listener, PlaylistRules, Publication, Track


def check_playable(listener: Listener, track: Track) -> None:
    """Refuse a track that a listener may not hear (ToolError)."""
    if listener.territory not in track.licensed_in:
        raise ToolError(
            f"track {track.id} is not licensed in {listener.territory}, where {listener.name} "
            f"listens; it is in {', '.join(track.licensed_in)}"
        )
    if track.explicit and not listener.explicit_allowed:
        raise ToolError(
            f"track {track.id} is explicit, and {listener.name}'s account allows no such tracks"
        )


def check_room(rules: PlaylistRules, tracks: Sequence[Track]) -> None:
    """Refuse tracks that a playlist's own rules do not admit (ToolError)."""
    ids = [track.id for track in tracks]
    repeated = [id_ for id_ in ids if ids.count(id_) > 1]
    if repeated and not rules.repeats_allowed:
        raise ToolError(
            f"track {repeated[0]} would stand on the playlist more than once, which it forbids"
        )
    if len(tracks) > rules.track_ceiling:
        raise ToolError(
            f"the playlist would hold {len(tracks)} tracks; it may hold {rules.track_ceiling}"
        )
    seconds = sum(track.running_seconds for track in tracks)
    if seconds > rules.seconds_ceiling:
        raise ToolError(
            f"the playlist would run {seconds} seconds; it may run {rules.seconds_ceiling}"
        )


def check_publication(publication: Publication, tracks: Sequence[Track]) -> None:
    """Refuse tracks that may not be published so (ToolError)."""
    for track in tracks:
        missing = [each for each in publication.territories if each not in track.licensed_in]
        if missing:
            raise ToolError(
                f"track {track.id} is not licensed in {', '.join(missing)}; "
                f"it is in {', '.join(track.licensed_in)}"
            )
        if track.explicit and publication.audience == "family":
            raise ToolError(f"track {track.id} is explicit; a playlist for families may hold none")

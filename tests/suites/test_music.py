"""The world of the suite ``music``: recommendations."""

from suites.suite_facts import make_world

NAME = "music"


def test_recommendations_lead_through_all_tracks() -> None:
    """From any track, following what is similar comes back to it after every other track."""
    tracks = make_world(NAME).service.tracks
    first = track = next(iter(tracks.values()))
    for _ in tracks:
        track = tracks[track.similar_track_id]
    assert track is first

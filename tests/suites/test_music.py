"""The world of the suite ``music``: recommendations."""

from suites.suite_facts import make_world

NAME = "music"


def test_recommendations_lead_through_all_tracks() -> None:
    """From any track, following what is similar comes back to it after every other track."""
    world = make_world(NAME)
    first = track = next(iter(world.tracks.values()))
    for _ in world.tracks:
        track = world.tracks[track.similar_to]
    assert track is first

"""Tasks that rate tracks."""

from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text

from .records import Rating, pair_key
from .situations import pick_albums, pick_listener
from .solutions import find_album
from .wording import COMMENTS
from .world import Music


@task(kind="single")
def rates_a_track(world: Music, rng: Random) -> Turns:
    """One call with a hard text: everything is said, ids included."""
    service = world.service
    listener, track = pick_listener(service, rng), rng.choice(list(service.tracks.values()))
    score, comment = rng.randint(1, 10), rng.choice(COMMENTS)

    def solution(call: Caller) -> None:
        call("rate_track", listener_id=listener.id, track_id=track.id, score=score,
             comment=comment)  # fmt: skip

    yield Ask(
        f"Please save a rating for listener {listener.id}: track {track.id} gets a {score}. "
        + exact_text(comment, "this comment"),
        solution=solution,
        paraphrase=f"I give track {track.id} a score of {score}. My listener id is {listener.id}. "
        f"The comment on my rating must be exactly:\n{comment}",
    )

    wanted = Rating(listener.id, track.id, score, comment)
    assert service.ratings[pair_key(listener.id, track.id)] == wanted


@task(kind="missing_parameter")
def rates_the_last_track_of_an_album(world: Music, rng: Random) -> Turns:
    """Only the user knows the score; the second ask says it."""
    service = world.service
    listener, (album,) = pick_listener(service, rng), pick_albums(service, rng, 1)
    track_id, score = album.track_ids[-1], rng.randint(1, 10)
    key = pair_key(listener.id, track_id)
    service.ratings.pop(key, None)

    def solution(call: Caller) -> None:
        mine, track_ids = find_album(call, listener, album.title)
        call("rate_track", listener_id=mine["id"], track_id=track_ids[-1], score=score)

    reply = yield Ask(
        f"I'm {listener.name}. Please save my rating of the last track on the album "
        f"“{album.title}”, without a comment. If you need anything else from me, don't save "
        "anything yet; reply with one word for what you need: name, album, score or comment.",
        solution=lambda _: "score",
        paraphrase=f"{listener.name} here. I'd like to rate the track that closes the album "
        f"“{album.title}”, and I have no comment to make. Is there something that I forgot to "
        "tell you? Then leave my ratings alone and answer with just that word (name, album, score "
        "or comment).",
    )
    assert reply.named(("name", "album", "score", "comment")) == {"score"}
    assert key not in service.ratings

    yield Ask(
        f"Sorry, I forgot: it gets a {score}.",
        solution=solution,
        paraphrase=f"Oh, of course. My score is {score}.",
    )
    assert service.ratings[key] == Rating(listener.id, track_id, score)

"""Requests to an OpenAI-compatible completions server, and its responses.

Both contain token ids, so the server does not tokenise. ``return_token_ids`` and
``stop_token_ids`` are extensions of the protocol by vLLM, which SGLang shares; servers without them
are rejected, because generated tokens cannot be recovered from text. ``structured_outputs``, which
constrains generation by a grammar, is vLLM's alone; servers without it ignore it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.types.generation import Completion, Finish, Request, Sampling
from toolbench_ood.types.value import Json

_QUOTED = 300
"""Maximum number of characters quoted from a server's response."""


class BadReplyError(Exception):
    """A response violates the protocol; the message explains how."""


class UnfitReplyError(BadReplyError):
    """A response as only a server sends that lacks what a run needs; the next would be like it."""


@dataclass(frozen=True, slots=True)
class BodyMaker:
    """Builds request bodies for one model and one set of sampling parameters."""

    model: str
    sampling: Sampling
    end_tokens: tuple[int, ...]

    def of(self, request: Request) -> dict[str, Json]:
        """Return the JSON body that requests a completion.

        All sampling parameters are explicit, because a server takes missing ones from the model's
        generation config.
        """
        grammar = request.grammar
        return {
            "model": self.model,
            "prompt": list(request.prompt),
            "max_tokens": request.max_tokens,
            "temperature": self.sampling.temperature,
            "top_p": self.sampling.top_p,
            "top_k": self.sampling.top_k,
            "min_p": self.sampling.min_p,
            "repetition_penalty": 1.0,
            "presence_penalty": 0.0,
            "frequency_penalty": 0.0,
            "seed": request.seed,
            "stop_token_ids": list(self.end_tokens),
            # Where it is set, SGLang does not look at stop_token_ids either. A grammar admits the
            # server's own end tokens too once it is complete, and anything after them.
            "ignore_eos": False,
            "skip_special_tokens": False,
            "spaces_between_special_tokens": False,
            "return_token_ids": True,
            "stream": False,
            **({} if grammar is None else {"structured_outputs": {"grammar": grammar}}),
        }

    def of_prompt(self, tokens: Sequence[int], top: int) -> dict[str, Json]:
        """Return the JSON body that requests the log-probabilities of a prompt's tokens.

        One token is generated, because servers refuse to generate none.
        """
        return {
            "model": self.model,
            "prompt": list(tokens),
            "max_tokens": 1,
            "temperature": 0.0,
            "prompt_logprobs": top,
            "stream": False,
        }


def completion(reply: Json, request: Request, end_tokens: Collection[int]) -> Completion:
    """Parse a response.

    Args:
        reply: the response.
        request: what was asked.
        end_tokens: ids at which the server was told to stop.

    Raises:
        UnfitReplyError: it contains no token ids or more than the request allows, or it goes on
            after an end token.
        BadReplyError: it is no completion, or one that was broken off.
    """
    choice = _first_choice(reply)
    tokens = choice.get("token_ids")
    if tokens is None:
        raise UnfitReplyError("its response has no token_ids")
    if not _are_tokens(tokens) or len(tokens) > request.max_tokens:
        raise UnfitReplyError(
            f"its token_ids are not a list of at most {request.max_tokens} token ids"
        )
    if choice.get("prompt_token_ids") not in (None, list(request.prompt)):
        raise UnfitReplyError("it changed the prompt's token ids")
    _require_stopped(tokens, end_tokens)
    return Completion(tuple(tokens), _finish(choice), _cached_tokens(reply))


def _require_stopped(tokens: Sequence[int], end_tokens: Collection[int]) -> None:
    """Refuse a completion that goes on after an end token, whatever the server says of its end."""
    passed = next((token for token in tokens[:-1] if token in end_tokens), None)
    if passed is not None:
        raise UnfitReplyError(
            f"it went on after the end token {passed}, though that is among the stop_token_ids"
        )


def written_text(reply: Json, _: Request) -> str:
    """Return the text that a response contains.

    Raises:
        BadReplyError: it contains none.
    """
    text = _first_choice(reply).get("text")
    if not isinstance(text, str):
        raise BadReplyError("the response has no text")
    return text


@dataclass(frozen=True, slots=True)
class ServedLogprob:
    """One token at one position of a prompt."""

    logprob: float
    rank: int | None


def prompt_logprobs(
    reply: Json, length: int
) -> tuple[Mapping[int, ServedLogprob] | None, ...] | None:
    """Parse the log-probabilities of a prompt's tokens; None if the server sent none.

    Raises:
        BadReplyError: they are not one entry a token.
    """
    rows = _first_choice(reply).get("prompt_logprobs")
    if rows is None:
        return None
    if not isinstance(rows, list) or len(rows) != length:
        raise BadReplyError(f"prompt_logprobs does not have one entry for each of {length} tokens")
    try:
        return tuple(None if row is None else _row(row) for row in rows)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadReplyError(f"prompt_logprobs cannot be read ({error!r})") from error


def _row(row: Json) -> Mapping[int, ServedLogprob]:
    return {int(token): _served(entry) for token, entry in row.items()}


def _served(entry: Json) -> ServedLogprob:
    rank = entry.get("rank")
    return ServedLogprob(float(entry["logprob"]), rank if type(rank) is int else None)


def quoted(text: str) -> str:
    """Return a server's message on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"


def error_sentence(reply: Json) -> str | None:
    """Return the message of an error response, in any of the formats that servers use."""
    if not isinstance(reply, Mapping):
        return None
    inner = reply.get("error", reply)
    if isinstance(inner, Mapping):
        inner = inner.get("message") or inner.get("detail")
    return quoted(str(inner)) if inner else None


def _first_choice(reply: Json) -> Mapping[str, Json]:
    choices = reply.get("choices") if isinstance(reply, Mapping) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise BadReplyError(f"the response has no completion: {quoted(str(reply))}")
    return choices[0]


def _are_tokens(tokens: Json) -> bool:
    return isinstance(tokens, list) and all(type(token) is int and token >= 0 for token in tokens)


def _finish(choice: Mapping[str, Json]) -> Finish:
    reason = choice.get("finish_reason")
    if reason not in (Finish.STOP, Finish.LENGTH):
        raise BadReplyError(f"the generation ended with {reason!r}, neither 'stop' nor 'length'")
    return Finish(reason)


def _cached_tokens(reply: Mapping[str, Json]) -> int | None:
    usage = reply.get("usage")
    details = usage.get("prompt_tokens_details") if isinstance(usage, Mapping) else None
    count = details.get("cached_tokens") if isinstance(details, Mapping) else None
    return count if type(count) is int else None

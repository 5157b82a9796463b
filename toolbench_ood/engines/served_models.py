"""The models that a completions server serves."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from toolbench_ood.engines.completions_api import error_sentence, quoted
from toolbench_ood.types.errors import EngineDownError, UserError, choices

_QUESTION_SECONDS = 10.0
_CLIENT_ERROR, _SERVER_ERROR = 400, 500


@dataclass(frozen=True, slots=True)
class ServedModel:
    """The name of a served model and its maximum context in tokens, if the server reports it."""

    name: str
    context: int | None


@dataclass(frozen=True, slots=True)
class Served:
    """One server."""

    url: str
    """Base URL, ending in ``/v1``."""
    models: tuple[ServedModel, ...]
    version: str | None
    """The version reported at ``/version``, as by vLLM."""


async def discover(client: httpx.AsyncClient, url: str) -> Served:
    """Query a server for its models.

    Raises:
        UserError: the URL is invalid, there is no such server, or it requires a key.
        EngineDownError: the server does not respond.
    """
    base = url.rstrip("/").removesuffix("/v1")
    try:
        answer = await client.get(f"{base}/v1/models", timeout=_QUESTION_SECONDS)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise UserError(
            f"{url!r} is not the URL of a server ({error}); expected one like "
            "http://localhost:8000/v1."
        ) from error
    except httpx.RequestError as error:
        raise EngineDownError(
            f"No server answers at {base}/v1/models ({str(error) or type(error).__name__}); start "
            "it, or check the host and port."
        ) from error
    return Served(f"{base}/v1", _models(base, answer), await _version(client, base))


def one_model(served: Sequence[Served], wanted: str | None) -> ServedModel:
    """Return the model that all servers serve, with the smallest of their contexts.

    Raises:
        UserError: there is no server, the number of common models is not one, or the wanted model
            is not served.
    """
    if not served:
        raise UserError("No server was given; give the URL of at least one with --base-url.")
    common = set.intersection(*({model.name for model in one.models} for one in served))
    names = {wanted} & common if wanted else common
    if len(names) != 1:
        urls = ", ".join(one.url for one in served)
        named = f" with the name {wanted!r}" if wanted else ""
        raise UserError(
            f"Expected one model served at {urls}{named}; served by all of them: "
            f"{choices(common)}; give one of these with --served-model."
        )
    (name,) = names
    contexts = [
        model.context
        for one in served
        for model in one.models
        if model.name == name and model.context is not None
    ]
    return ServedModel(name, min(contexts, default=None))


def _models(base: str, answer: httpx.Response) -> tuple[ServedModel, ...]:
    content = _json(answer)
    if answer.status_code >= _SERVER_ERROR:
        raise EngineDownError(
            f"The server at {base} answers {answer.status_code} to a request for its models "
            f"({error_sentence(content) or quoted(answer.text)}); look at its log."
        )
    entries = content.get("data") if isinstance(content, Mapping) else None
    if answer.status_code >= _CLIENT_ERROR or not isinstance(entries, list):
        raise UserError(
            f"{base}/v1/models is not an accessible OpenAI-compatible server "
            f"({answer.status_code}: {error_sentence(content) or quoted(answer.text)}); check the "
            "URL and the API key."
        )
    known = (each for each in entries if isinstance(each, Mapping) and "id" in each)
    named = {str(entry["id"]): entry for entry in known}
    return tuple(ServedModel(name, _length(entry, named)) for name, entry in named.items())


def _length(entry: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]) -> int | None:
    """Return the context of a model; an adapter's entry has none, but names its base as parent."""
    base = named.get(str(entry.get("parent")), {})
    lengths = (each.get("max_model_len") for each in (entry, base))
    return next((length for length in lengths if type(length) is int), None)


async def _version(client: httpx.AsyncClient, base: str) -> str | None:
    try:
        content = _json(await client.get(f"{base}/version", timeout=_QUESTION_SECONDS))
    except httpx.RequestError:
        return None
    version = content.get("version") if isinstance(content, Mapping) else None
    return str(version) if version else None


def _json(answer: httpx.Response) -> Any:
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError):
        return None

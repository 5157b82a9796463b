"""The transformers engine: what can't be loaded, and closing."""

import asyncio
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from toolbench_ood.types.errors import EngineDownError, UserError
from toolbench_ood.types.generation import Request, Sampling

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        find_spec("transformers") is None or find_spec("torch") is None,
        reason="needs torch and transformers",
    ),
]


def test_a_folder_that_holds_no_model_is_a_users_error(tmp_path: Path) -> None:
    """The sentence names the folder and what belongs there."""
    from toolbench_ood.engines.transformers import (  # noqa: PLC0415  needs transformers
        TransformersEngine,
    )

    with pytest.raises(UserError, match=rf"can't load {tmp_path}.*config\.json"):
        TransformersEngine.load(tmp_path, Sampling(), frozenset())


def test_closing_stops_a_request_and_refuses_the_next(
    model_folder: Path, count_start: Callable[[str], None]
) -> None:
    """A request under way ends after its token; a later one fails at once."""
    count_start("transformers")
    from toolbench_ood.engines.transformers import (  # noqa: PLC0415  needs transformers
        TransformersEngine,
    )

    async def scenario() -> None:
        engine = TransformersEngine.load(model_folder, Sampling(), frozenset())
        request = Request("c", 0, (1, 2, 3), 8000, seed=0)
        running = asyncio.create_task(engine.generate(request))
        await asyncio.sleep(0.5)
        await asyncio.wait_for(engine.close(), 10)
        with pytest.raises(EngineDownError, match="closed during this request"):
            await running
        with pytest.raises(EngineDownError, match="closed before this request"):
            await engine.generate(request)

    asyncio.run(scenario())

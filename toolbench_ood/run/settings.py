"""Everything a user chooses about a run."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from toolbench_ood.rollout.limits import Limits
from toolbench_ood.task.case import NO_SHIFT
from toolbench_ood.types.generation import Sampling
from toolbench_ood.types.value import Json

EngineName = Literal["auto", "vllm", "endpoint", "transformers", "scripted"]


class Settings(BaseModel):
    """The choices of one run, as they are written to ``run.json`` and repeated by a resume."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    """A folder, a hub id, ``smollm2``, or a scripted model's name."""
    engine: EngineName = "auto"
    profile: str = "standard"
    suites: tuple[str, ...] = ()
    """Names of the suites; empty for all that are found."""
    formats: tuple[str, ...] = ()
    """Names of the formats; empty for all that are found."""
    task_folders: tuple[str, ...] = ()
    keep_going: bool = False
    """Leave out task files that fail to load, instead of refusing to run."""
    format_folders: tuple[str, ...] = ()
    shifts: tuple[str, ...] = (NO_SHIFT,)
    """Content shifts, each a name or several joined by ``+``; ``none`` for tasks as written."""
    seeds: int = Field(default=5, ge=1)
    """Every task is played with the seeds 0 to ``seeds - 1``."""
    keyword: str | None = None
    """Expression over case ids: words, ``and``, ``or``, ``not``, parentheses."""
    cases: tuple[str, ...] = ()
    """Ids of the cases; empty for all that the other choices leave."""
    limit: int | None = Field(default=None, ge=1)
    """At most this many cases, spread evenly over the tasks."""
    id_format: str = "auto"
    """The format that the model was trained in, ``auto`` to find it out, or ``none``."""
    history: Literal["append", "template"] = "append"
    """Append tokens to the prompt, or render the whole conversation anew at each step."""
    limits: Limits = Limits()
    sampling: Sampling = Sampling()
    concurrency: int | None = Field(default=None, ge=1)
    """Cases in flight at once; None for what suits the engine."""
    engine_args: dict[str, Json] = {}
    """Passed to the engine by name (``max_model_len``, ``tensor_parallel_size``, …)."""
    template_options: dict[str, Json] = {}
    """Passed to the chat template by name (``enable_thinking``, …)."""
    chat_template: str | None = None
    """File with a chat template that replaces the model's own."""
    base_urls: tuple[str, ...] = ()
    """Completions endpoints; any makes ``auto`` choose the engine ``endpoint``."""
    served_model: str | None = None
    """The model's name at the endpoints; asked of the first one when not given."""

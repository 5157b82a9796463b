"""All settings of a run; each field declares the option that sets it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, ClassVar

from toolbench_ood.engines.kinds import AUTO, ENDPOINT, ENGINES, SCRIPTED
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.rollout.limits import Limits
from toolbench_ood.rollout.mode import Mode
from toolbench_ood.rollout.system import SYSTEM
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.generation import Sampling
from toolbench_ood.types.option import Group, NoOption, Option
from toolbench_ood.types.reasoning import DEFAULT_CALLS, ReasoningCalls
from toolbench_ood.types.shift import NO_SHIFT
from toolbench_ood.types.value import Json

AUTO_DETECT = "auto"
"""What the model was trained on is found out from its chat template and its folder."""
NONE = "none"
"""The model was trained on nothing that is played."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The choices of one run, as they are written to ``run.json`` and repeated by a resume.

    To add an option, add a field here and the code that uses it.
    """

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}

    model: Annotated[
        str,
        Option(
            name="--model",
            help="A checkpoint or LoRA adapter folder, a hub id, smollm2, a checkpoint of the "
            "ladder such as ladder:tuned, or a scripted model such as oracle.",
            group=Group.MODEL,
            metavar="MODEL",
            unset="required",
            pytest=True,
        ),
    ]
    """A folder, a hub id, ``smollm2``, a checkpoint of the ladder, or a scripted model's name."""
    base_model: Annotated[
        str | None,
        Option(
            name="--base-model",
            help="The model that a LoRA adapter belongs to.",
            group=Group.MODEL,
            metavar="MODEL",
            unset="the one the adapter names",
            scripted=False,
            pytest=True,
        ),
    ] = None
    """A folder, a hub id or ``smollm2``; None for the model that an adapter names itself."""
    id_formats: Annotated[
        tuple[str, ...],
        Option(
            name="--id-format",
            help="Formats the model was trained in (repeatable or comma-separated); auto: the one "
            "its chat template writes, and those its folder declares.",
            group=Group.MODEL,
            metavar="auto|none|NAME",
            commas=True,
            pytest=True,
        ),
    ] = (AUTO_DETECT,)
    """The formats that the model was trained in, ``auto`` to find them out, or ``none``."""
    trained_on: Annotated[
        tuple[str, ...],
        Option(
            name="--trained-on",
            help="Suites the model was trained on (repeatable or comma-separated), each with the "
            "shifts that training saw, as in train[lean+terse]; auto: what its folder declares, "
            "else none.",
            group=Group.MODEL,
            metavar="auto|none|train|SUITE",
            commas=True,
            pytest=True,
        ),
    ] = (AUTO_DETECT,)
    """The suites that the model was trained on, each with its shifts in brackets (without them: as
    written); ``train`` for all suites that may be trained on, ``auto`` or ``none``."""
    chat_template: Annotated[
        Path | None,
        Option(
            name="--chat-template",
            help="Chat template to use instead of the model's own.",
            group=Group.MODEL,
            metavar="FILE",
            scripted=False,
            pytest=True,
        ),
    ] = None
    """File with a chat template that replaces the model's own."""
    template_options: Annotated[
        dict[str, Json],
        Option(
            name="--template-option",
            help="Chat template variable, such as enable_thinking=false (repeatable).",
            group=Group.MODEL,
            scripted=False,
            pytest=True,
        ),
    ] = field(default_factory=dict)
    """Passed to the chat template by name (``enable_thinking``, …)."""
    reasoning_calls: Annotated[
        ReasoningCalls,
        Option(
            name="--reasoning-calls",
            help="Calls in the model's reasoning: count and ignore them, run them, or take them "
            "and a thought without an end for faults.",
            group=Group.MODEL,
            scripted=False,
            pytest=True,
        ),
    ] = DEFAULT_CALLS
    """What becomes of calls in a model's reasoning."""
    system: Annotated[
        str,
        Option(
            name="--system",
            help="File with the paragraph that opens every conversation.",
            group=Group.MODEL,
            metavar="FILE",
            unset="built in",
            from_file=True,
        ),
    ] = SYSTEM
    """The paragraph itself, with which every conversation begins."""
    history: Annotated[
        Mode,
        Option(
            name="--history",
            help="Append to the prompt, re-render it at each step, or quote it in one user turn.",
            group=Group.MODEL,
        ),
    ] = "append"
    """How the prompt of the next message is made: by appending tokens, by rendering the whole
    conversation again, or by quoting it in one user turn."""

    profile: Annotated[
        str,
        Option(
            name="--profile",
            help="Preset of tasks, formats, shifts, seeds and budgets per case.",
            group=Group.CASES,
            metavar="smoke|ladder|monitor|standard|full",
            pytest=True,
        ),
    ] = "standard"
    suites: Annotated[
        tuple[str, ...],
        Option(
            name="--suite",
            help="Suites (repeatable or comma-separated).",
            group=Group.CASES,
            unset="all",
            commas=True,
        ),
    ] = ()
    """Names of the suites; empty for all that exist."""
    splits: Annotated[
        tuple[str, ...],
        Option(
            name="--split",
            help="Suites for training, or held-out suites.",
            group=Group.CASES,
            choices=("train", "held_out"),
            unset="both",
            commas=True,
        ),
    ] = ()
    """Names of the splits; empty for both."""
    kinds: Annotated[
        tuple[str, ...],
        Option(
            name="--kind",
            help="Kinds of task (repeatable or comma-separated); see list tasks.",
            group=Group.CASES,
            unset="all",
            commas=True,
        ),
    ] = ()
    """Kinds of task; empty for all."""
    tasks: Annotated[tuple[str, ...], NoOption("part of what a profile is")] = ()
    """Tasks as ``suite/file.py::task``; empty for all."""
    formats: Annotated[
        tuple[str, ...],
        Option(
            name="--format",
            help="Formats (repeatable or comma-separated); native: the model's template.",
            group=Group.CASES,
            commas=True,
            pytest=True,
        ),
    ] = ()
    """Names of the formats; empty for all that exist."""
    shifts: Annotated[
        tuple[str, ...],
        Option(
            name="--shift",
            help="Content shifts (repeatable or comma-separated); a+b: both; none: as written.",
            group=Group.CASES,
            commas=True,
            pytest=True,
        ),
    ] = (NO_SHIFT,)
    """Content shifts, each a name or several joined by ``+``; ``none`` for tasks as written."""
    arms: Annotated[
        tuple[str, ...],
        Option(
            name="--arm",
            help="Arms in which every case is played (repeatable or comma-separated); strict is "
            "the one without help, with which the others are compared.",
            group=Group.CASES,
            choices=tuple(ARMS),
            commas=True,
        ),
    ] = (STRICT,)
    """How much help the model gets: every case is played once in each of these arms."""
    seeds: Annotated[
        int,
        Option(
            name="--seeds",
            help="Number of seeds to play each task with.",
            group=Group.CASES,
            minimum=1,
            pytest=True,
        ),
    ] = 5
    """Every task is played with the seeds 0 to ``seeds - 1``."""
    keyword: Annotated[
        str | None,
        Option(
            name="-k",
            help="Play the cases whose id matches: words, and, or, not, ( ).",
            group=Group.CASES,
            metavar="EXPR",
        ),
    ] = None
    """Expression over case ids: words, ``and``, ``or``, ``not``, parentheses."""
    cases: Annotated[
        tuple[str, ...],
        Option(
            name="--cases",
            help="Play the cases listed in FILE, one id per line, # for comments; -: stdin.",
            group=Group.CASES,
            metavar="FILE",
            from_file=True,
        ),
    ] = ()
    """Ids of the cases; empty for all that the other choices leave."""
    limit: Annotated[
        int | None,
        Option(
            name="--limit",
            help="Play at most N cases, spread over tasks, then formats, then shifts.",
            group=Group.CASES,
            minimum=1,
            pytest=True,
        ),
    ] = None
    """At most this many cases, spread over the tasks, then over formats, shifts and seeds."""
    shard: Annotated[
        str | None,
        Option(
            name="--shard",
            help="Play part I of N of the cases, into a folder of its own; merge joins the parts.",
            group=Group.CASES,
            metavar="I/N",
            unset="all",
        ),
    ] = None
    """Which part of the cases is played, as ``I/N``; None for all."""
    task_folders: Annotated[
        tuple[Path, ...],
        Option(
            name="--tasks", help="Folder with additional suites (repeatable).", group=Group.CASES
        ),
    ] = ()
    format_folders: Annotated[
        tuple[Path, ...],
        Option(
            name="--formats", help="Folder with additional formats (repeatable).", group=Group.CASES
        ),
    ] = ()
    keep_going: Annotated[
        bool,
        Option(
            name="--keep-going",
            help="Skip task files that fail to load, and report them.",
            group=Group.CASES,
        ),
    ] = False
    """Skip task files that fail to load, instead of refusing to run."""

    limits: Limits = Limits()
    sampling: Sampling = Sampling()

    engine: Annotated[
        str,
        Option(
            name="--engine",
            help="Inference engine; auto: the one that fits the model and this machine.",
            group=Group.ENGINE,
            choices=(AUTO, *ENGINES, SCRIPTED),
            pytest=True,
        ),
    ] = AUTO
    concurrency: Annotated[
        int | None,
        Option(
            name="--concurrency",
            help="Cases in flight at once.",
            group=Group.ENGINE,
            minimum=1,
            unset="depends on the engine",
        ),
    ] = None
    """Cases in flight at once; None for the engine's default."""
    workers: Annotated[
        int | None,
        Option(
            name="--workers",
            help="Processes for worlds and readers; 0: the main process. Does not affect results.",
            group=Group.ENGINE,
            minimum=0,
            maximum=64,
            unset="depends on engine and machine",
        ),
    ] = None
    """Processes that play the cases; None to choose by engine, machine and cases."""
    base_urls: Annotated[
        tuple[str, ...],
        Option(
            name="--base-url",
            help="Completions endpoint (repeatable); auto then selects the engine endpoint.",
            group=Group.ENGINE,
            metavar="URL",
            engines=("endpoint",),
            scripted=False,
            pytest=True,
        ),
    ] = ()
    """Completions endpoints; any makes ``auto`` choose the engine ``endpoint``."""
    served_model: Annotated[
        str | None,
        Option(
            name="--served-model",
            help="Name of the model at the endpoint.",
            group=Group.ENGINE,
            unset="the only one served",
            engines=("endpoint",),
            scripted=False,
        ),
    ] = None
    """The model's name at the endpoints; asked of the first one when not given."""
    engine_args: Annotated[
        dict[str, Json],
        Option(
            name="--engine-arg",
            help="Argument for the engine, VALUE as JSON or text (repeatable).",
            group=Group.ENGINE,
            engines=("vllm", "transformers"),
            scripted=False,
            pytest=True,
        ),
    ] = field(default_factory=dict)
    """Passed to the engine by name (``dtype``, ``enforce_eager``, …)."""
    tensor_parallel_size: Annotated[
        int | None,
        Option(
            name="--tensor-parallel-size",
            help="Number of GPUs to shard each layer across.",
            group=Group.ENGINE,
            minimum=1,
            engines=("vllm",),
            scripted=False,
        ),
    ] = None
    data_parallel_size: Annotated[
        int | None,
        Option(
            name="--data-parallel-size",
            help="Number of model replicas to spread cases over.",
            group=Group.ENGINE,
            minimum=1,
            engines=("vllm",),
            scripted=False,
        ),
    ] = None
    max_model_len: Annotated[
        int | None,
        Option(
            name="--max-model-len",
            help="Maximum context length, in tokens.",
            group=Group.ENGINE,
            minimum=1,
            engines=("vllm",),
            scripted=False,
            unset="the model's",
        ),
    ] = None

    @property
    def is_served(self) -> bool:
        """Whether a server generates, so that no weights are loaded here."""
        return bool(self.base_urls) or self.engine == ENDPOINT

    @property
    def engine_arguments(self) -> dict[str, Json]:
        """All arguments of the engine, including those that have their own options."""
        named = {name: getattr(self, name) for name in ENGINE_ARGUMENTS}
        return self.engine_args | {
            name: value for name, value in named.items() if value is not None
        }


ENGINE_ARGUMENTS = ("tensor_parallel_size", "data_parallel_size", "max_model_len")
"""Engine arguments that are fields of the settings under the engine's own names."""

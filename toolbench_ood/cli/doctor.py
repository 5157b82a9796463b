"""``toolbench-ood doctor``."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated

import typer

from toolbench_ood.cli.cpu_view import CpuView, cpu_lines, view_cpu
from toolbench_ood.cli.fixes import BUNDLED_MODEL, Fix, find_fixes
from toolbench_ood.cli.lazy import USER_EXIT
from toolbench_ood.cli.machine import CORE, Machine, look_at_machine
from toolbench_ood.cli.model_options import ModelOptions
from toolbench_ood.cli.model_speech import speak_of, speech_lines
from toolbench_ood.cli.options import AsJson, BaseModel, ChatTemplate, Formats, TemplateOptions
from toolbench_ood.cli.output import print_json
from toolbench_ood.engines.cpu import look_at_cpu
from toolbench_ood.engines.kinds import AUTO, ENGINES
from toolbench_ood.engines.select import Availability, available, choose
from toolbench_ood.engines.vllm_releases import vllm_never_run
from toolbench_ood.run.workers.number import WorkerCount, suitable_workers
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is installed, which engine would run, and what is missing."""

    machine: Machine
    engines: tuple[Availability, ...]
    auto: str | None
    """The engine that ``--engine auto`` selects for a real model; None if none can run."""
    bundled_model: bool
    """Whether ``--model smollm2`` is installed."""
    fixes: tuple[Fix, ...]
    never_run: str | None
    """A warning if the installed release of vLLM is untested."""
    workers: WorkerCount | None = None
    """How many processes play the cases of a long run with that engine."""
    cpu: CpuView | None = None
    """How a model would be run on the CPU; None where there is a GPU."""
    model: Json = None
    """For the given model: its ID format, markers and notes."""


_MODEL = (
    "Also show which format this model's chat template uses, whether it can be played natively, "
    "which markers are control tokens, and what an adapter changes."
)


@app.command()
def doctor(  # noqa: PLR0913, PLR0917  # each is an option of the command
    model: Annotated[str | None, typer.Option("--model", metavar="MODEL", help=_MODEL)] = None,
    base_model: BaseModel = None,
    chat_template: ChatTemplate = None,
    template_option: TemplateOptions = None,
    formats: Formats = None,
    as_json: AsJson = False,
) -> None:
    """Check what is installed, what is missing and which engine runs.

    For everything that is missing, the command to install it is printed. Of a model, only the
    tokenizer and chat template are loaded.

    Exit codes: 0 at least one engine for real models can run; 2 none can (scripted models still
    can), or the given model can't be loaded.
    """
    named = ModelOptions(model, base_model, chat_template, template_option)
    asked = replace(named.settings(), format_folders=tuple(formats or ()))
    spoken = speak_of(asked) if model else None
    diagnosis = replace(diagnose(model, base_model), model=spoken.as_dict() if spoken else None)
    if as_json:
        print_json(asdict(diagnosis))
    else:
        for line in (*_lines(diagnosis), *(speech_lines(spoken) if spoken else ())):
            typer.echo(line)
    if diagnosis.auto is None or (spoken and spoken.view.unloadable):
        raise typer.Exit(USER_EXIT)


def diagnose(model: str | None = None, base_model: str | None = None) -> Diagnosis:
    """Examine this machine, for a model or else for the bundled one."""
    machine, engines, auto = look_at_machine(), available(), _auto()
    return Diagnosis(
        machine=machine,
        engines=engines,
        auto=auto,
        bundled_model=machine.packages[BUNDLED_MODEL] is not None,
        fixes=find_fixes(machine, engines),
        never_run=vllm_never_run(),
        workers=suitable_workers(ENGINES[auto], look_at_cpu()) if auto else None,
        cpu=None if machine.gpus else view_cpu(model, base_model),
    )


def _auto() -> str | None:
    try:
        return choose(AUTO).name
    except UserError:
        return None


def _lines(diagnosis: Diagnosis) -> Iterator[str]:
    machine = diagnosis.machine
    yield f"Python {machine.python} on {machine.system}"
    gpus = "; ".join(machine.gpus) or "none"
    yield f"{machine.cores} cores, {machine.memory_gib:.0f} GiB memory, GPU: {gpus}"
    yield from _package_lines(machine)
    yield "\nengines"
    for engine in diagnosis.engines:
        yield f"  {engine.name:<13}{'yes' if engine.usable else 'no ':<5}{engine.detail}"
    yield "  scripted     yes  built in"
    if diagnosis.never_run:
        yield f"  note: {diagnosis.never_run}"
    yield f"--engine auto selects: {diagnosis.auto or 'none; no engine here can run a real model'}"
    if diagnosis.workers:
        workers = diagnosis.workers
        yield f"worker processes in a long run: {workers.number} ({workers.reason})"
    yield f"bundled model smollm2: {'installed' if diagnosis.bundled_model else 'not installed'}"
    if diagnosis.cpu is not None:
        yield from cpu_lines(diagnosis.cpu)
    yield from _fix_lines(diagnosis.fixes)


def _package_lines(machine: Machine) -> Iterator[str]:
    yield "\npackages"
    for name, version in machine.packages.items():
        absent = "missing" if name in CORE else "not installed"
        yield f"  {name:<18}{version or absent}"


def _fix_lines(fixes: Sequence[Fix]) -> Iterator[str]:
    if not fixes:
        yield "\nnothing is missing"
        return
    yield "\nmissing, with the command to fix it"
    for fix in fixes:
        yield f"  {fix.problem}"
        yield f"      {fix.command}"

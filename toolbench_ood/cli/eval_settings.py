"""From the options of ``eval`` to the settings of a run."""

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from toolbench_ood.cli.eval_options import EvalOptions, option_name
from toolbench_ood.cli.options import key_values, only_given, split_names
from toolbench_ood.rollout.limits import Limits
from toolbench_ood.run.profile import Profile, find_profile
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Sampling
from toolbench_ood.types.value import Json

_DEFAULT_PROFILE = "standard"
_AS_GIVEN = ("model", "engine", "id_format", "history", "concurrency", "served_model")
"""Options that have the name and the form of a setting."""


def make_settings(options: EvalOptions) -> Settings:
    """Make settings of what was given, and of the profile's values where nothing was.

    Raises:
        UserError: the model is missing or a value is none that the option takes.
    """
    if options.model is None:
        raise UserError(
            "eval needs --model: a checkpoint's folder, a hub id, smollm2, or a scripted model "
            "such as oracle (or --resume DIR to go on with a run)"
        )
    profile_name = options.profile or _DEFAULT_PROFILE
    profile = find_profile(profile_name)
    try:
        return Settings(
            profile=profile_name,
            suites=split_names(options.suite) or _suites(profile, options),
            formats=split_names(options.format) or profile.formats,
            shifts=split_names(options.shift) or profile.shifts,
            task_folders=_paths(options.tasks),
            keep_going=options.keep_going,
            format_folders=_paths(options.formats),
            seeds=options.seeds or profile.seeds,
            keyword=options.keyword,
            limit=options.limit or profile.limit,
            limits=_limits(profile.limits, options),
            sampling=_sampling(options),
            engine_args=_engine_args(options),
            template_options=key_values("--template-option", options.template_option),
            chat_template=str(options.chat_template.resolve()) if options.chat_template else None,
            base_urls=tuple(options.base_url or ()),
            **only_given({name: getattr(options, name) for name in _AS_GIVEN}),
        )
    except ValidationError as error:
        first = error.errors()[0]
        name = option_name(str(first["loc"][0]))
        raise UserError(f"{name} {first['input']!r} is not possible: {first['msg']}") from error


def _suites(profile: Profile, options: EvalOptions) -> tuple[str, ...]:
    """Return the profile's suites, unless the user brings tasks of their own."""
    return () if options.tasks else profile.suites


def _limits(base: Limits, options: EvalOptions) -> Limits:
    chosen = {
        "steps": options.max_steps,
        "tokens": options.max_tokens,
        "message_tokens": options.max_message_tokens,
        "faults": options.max_faults,
        "on_fault": options.on_fault,
    }
    return replace(base, **only_given(chosen))


def _sampling(options: EvalOptions) -> Sampling:
    names = ("temperature", "top_p", "top_k", "min_p", "seed")
    return Sampling(**only_given({name: getattr(options, name) for name in names}))


def _engine_args(options: EvalOptions) -> dict[str, Json]:
    """Join the engine arguments that have options of their own with the others."""
    arguments = key_values("--engine-arg", options.engine_arg)
    names = ("tensor_parallel_size", "data_parallel_size", "max_model_len")
    short = only_given({name: getattr(options, name) for name in names})
    for name in short.keys() & arguments.keys():
        raise UserError(f"{name} is given by {option_name(name)} and by --engine-arg; give it once")
    return arguments | short


def _paths(folders: list[Path] | None) -> tuple[str, ...]:
    """Make paths absolute, so that a resume finds them from any directory."""
    return tuple(str(folder.resolve()) for folder in folders or ())

"""Refuse invalid values, and options that others would silently override."""

from collections.abc import Iterator

from toolbench_ood.engines.kinds import AUTO, ENDPOINT, SCRIPTED
from toolbench_ood.policy.find import SCRIPTED_MODELS, is_scripted
from toolbench_ood.rollout.limits import OnFault
from toolbench_ood.run.option_values import impossible
from toolbench_ood.run.profile import find_profile
from toolbench_ood.run.read_options import Spelling
from toolbench_ood.run.settings import ENGINE_ARGUMENTS, Settings
from toolbench_ood.run.shard import OPTION, parse_shard
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.option import Declared, declared_options

_GREEDY_IGNORES = ("--top-p", "--top-k", "--min-p", "--seed")


def check_settings(settings: Settings, spell: Spelling = str) -> None:
    """Check every value by itself, and all of them together.

    Args:
        settings: what the user chose.
        spell: how the user writes an option.

    Raises:
        UserError: a value is invalid, or would be ignored because of another one.
    """
    for declared in declared_options(Settings):
        _check_value(declared, settings, spell)
    if settings.shard is not None:
        parse_shard(settings.shard, spell(OPTION))
    rules = _scripted_rules if is_scripted(settings.model) else _real_rules
    for complaint in (*rules(settings, spell), *_rules(settings, spell)):
        raise UserError(complaint)


def require_followed(settings: Settings, engine: str, spell: Spelling = str) -> None:
    """Refuse an option that an engine does not support (UserError).

    Args:
        settings: what the user chose.
        engine: name of the engine that will generate.
        spell: how the user writes an option.
    """
    for option in (declared.option for declared in _chosen(settings)):
        if option.engines and engine not in option.engines:
            raise UserError(
                f"the engine {engine} does not support {spell(option.name)}, which is only for "
                f"{' and '.join(option.engines)}; leave it out, or choose another "
                f"{spell('--engine')}"
            )


def _check_value(declared: Declared, settings: Settings, spell: Spelling) -> None:
    value = declared.value_in(settings)
    if value is None:
        return
    name, option = spell(declared.option.name), declared.option
    for each in value if declared.is_repeatable else (value,):
        if declared.choices and each not in declared.choices:
            raise impossible(name, str(each), declared)
    if (option.minimum is not None and value < option.minimum) or (
        option.maximum is not None and value > option.maximum
    ):
        raise impossible(name, value, declared)


def _chosen(settings: Settings) -> list[Declared]:
    """Return the options whose value is not what holds where they are left out."""
    return [each for each in declared_options(Settings) if each.value_in(settings) != each.default]


def _scripted_rules(settings: Settings, spell: Spelling) -> Iterator[str]:
    names = [spell(each.option.name) for each in _chosen(settings) if not each.option.scripted]
    if settings.engine not in {AUTO, SCRIPTED}:
        names.insert(0, f"{spell('--engine')} {settings.engine}")
    if names:
        yield (
            f"{settings.model} is a scripted model, to which {', '.join(names)} does not apply; "
            "leave it out, or give a real model"
        )


def _real_rules(settings: Settings, spell: Spelling) -> Iterator[str]:
    engine = spell("--engine")
    if settings.engine == SCRIPTED:
        yield (
            f"{engine} {SCRIPTED} plays {choices(SCRIPTED_MODELS)}, not {settings.model!r}; leave "
            f"{engine} out"
        )
    elif settings.engine == ENDPOINT and not settings.base_urls:
        yield f"{engine} {ENDPOINT} needs the URL of a server; give {spell('--base-url')}"
    elif settings.engine != AUTO or settings.base_urls:
        require_followed(settings, ENDPOINT if settings.engine == AUTO else settings.engine, spell)
    elif settings.served_model:
        yield (
            f"{spell('--served-model')} names the model at an endpoint; give the endpoint's "
            f"{spell('--base-url')} too, or leave it out"
        )
    if settings.sampling.temperature == 0:
        yield from _greedy_rules(settings, spell)


def _greedy_rules(settings: Settings, spell: Spelling) -> Iterator[str]:
    for option in (declared.option for declared in _chosen(settings)):
        if option.name in _GREEDY_IGNORES:
            yield (
                f"{spell('--temperature')} 0 always picks the most likely token, so "
                f"{spell(option.name)} changes nothing; give a higher temperature, or leave "
                f"{spell(option.name)} out"
            )


def _rules(settings: Settings, spell: Spelling) -> Iterator[str]:
    for name in settings.engine_args.keys() & set(ENGINE_ARGUMENTS):
        if getattr(settings, name) is not None:
            option = spell("--" + name.replace("_", "-"))
            yield f"{name} is given by {option} and by {spell('--engine-arg')}; give it once"
    if STRICT not in settings.arms:
        yield (
            f"{spell('--arm')} {','.join(settings.arms)} lacks {STRICT}, with which the others are "
            "compared; add it"
        )
    faults = find_profile(settings.profile).limits.faults
    if settings.limits.on_fault is OnFault.STOP and settings.limits.faults != faults:
        yield (
            f"{spell('--on-fault')} stop ends a case at its first fault, so "
            f"{spell('--max-faults')} changes nothing; leave one of them out"
        )

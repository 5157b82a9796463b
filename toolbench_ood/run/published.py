"""Whether a run has exactly the cases of a shipped profile, and if not, why."""

from collections.abc import Iterator

from toolbench_ood.format.native import NATIVE
from toolbench_ood.rollout.system import SYSTEM
from toolbench_ood.run.plan import Plan, digest_of
from toolbench_ood.run.profile import PROFILES, Profile
from toolbench_ood.run.settings import Settings
from toolbench_ood.shifts.digest import shift_digests
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.manifest import Manifest
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.reasoning import DEFAULT_CALLS


def departures(settings: Settings, plan: Plan, manifest: Manifest) -> tuple[str, ...]:
    """Return the reasons why a run is not comparable with published ones, one sentence each.

    Empty where the suites, formats and shifts that are played are those of the manifest and the
    cases are exactly those of the run's profile.
    """
    return (*_changed_parts(plan, manifest), *_other_choices(settings, plan, manifest))


def _changed_parts(plan: Plan, manifest: Manifest) -> Iterator[str]:
    for suite in plan.suites:
        known = manifest.suites.get(suite.name)
        if known is None:
            yield f"suite {suite.name} is not shipped with the program"
        elif known.digest != suite.digest:
            yield f"suite {suite.name} differs from the shipped version {known.version}"
    for format_ in plan.formats:
        entry = manifest.formats.get(format_.name)
        if entry is not None and entry.digest != format_.digest:
            yield f"format {format_.name} differs from the shipped version {entry.version}"
    for name, digest in shift_digests(plan.shifts).items():
        if manifest.shifts.get(name) != digest:
            yield f"shift {name} differs from the shipped one"


def _other_choices(settings: Settings, plan: Plan, manifest: Manifest) -> Iterator[str]:
    if _comparable_digest(settings, plan) != manifest.profiles[settings.profile].digest:
        yield f"the cases are not those of the profile {settings.profile}"
    if settings.system != SYSTEM:
        yield "the system paragraph is not the built-in one"
    if settings.reasoning_calls != DEFAULT_CALLS:
        yield f"calls in the reasoning are handled otherwise: {settings.reasoning_calls}"
    if settings.limits != PROFILES[settings.profile].limits:
        yield f"the budgets are not those of the profile {settings.profile}"


def _comparable_digest(settings: Settings, plan: Plan) -> str:
    """Hash the cases without help, and without those in ``native``, which not every model has."""
    optional = NATIVE in PROFILES[settings.profile].formats
    return digest_of(
        case
        for case in plan.cases
        if case.arm == STRICT and not (optional and case.format.name == NATIVE)
    )


def profile_settings(name: str, profile: Profile, model: str = "oracle") -> Settings:
    """Return the settings of a profile over what ships."""
    return Settings(
        model=model,
        profile=name,
        **{**profile.choices(), "suites": profile.suites or _shipped_names()},
    )


def _shipped_names() -> tuple[str, ...]:
    return tuple(suite.name for suite in shipped_suites())

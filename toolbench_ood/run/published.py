"""Whether a run has the cases of a profile as it ships, and what makes it another run."""

import hashlib
from collections.abc import Iterator
from importlib.resources import files

from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.rollout.system import SYSTEM
from toolbench_ood.run.plan import Plan, make_plan
from toolbench_ood.run.profile import PROFILES, Profile
from toolbench_ood.run.settings import Settings
from toolbench_ood.task.collect import shipped_suites
from toolbench_ood.task.manifest import Manifest, ProfileHash, SuiteHash


def departures(settings: Settings, plan: Plan, manifest: Manifest) -> tuple[str, ...]:
    """Say in one sentence each what keeps a run from being compared with published ones.

    Empty where suites, formats and shifts are those of the manifest and the cases are exactly
    those of the run's profile.
    """
    return tuple(_departures(settings, plan, manifest))


def _departures(settings: Settings, plan: Plan, manifest: Manifest) -> Iterator[str]:
    for suite in plan.suites:
        known = manifest.suites.get(suite.name)
        if known is None:
            yield f"suite {suite.name} does not ship with the program"
        elif known.digest != suite.digest:
            yield f"suite {suite.name} is not version {known.version} as it ships"
    for format_ in plan.formats:
        if manifest.formats.get(format_.name, format_.digest) != format_.digest:
            yield f"format {format_.name} is not as it ships"
    if manifest.shifts != shifts_digest():
        yield "the content shifts are not as they ship"
    if plan.digest != manifest.profiles[settings.profile].digest:
        yield f"the cases are not those of the profile {settings.profile}"
    if settings.system != SYSTEM:
        yield "the system paragraph is not the program's own"
    if settings.limits != PROFILES[settings.profile].limits:
        yield f"the budgets are not those of the profile {settings.profile}"


def make_manifest() -> Manifest:
    """Hash what ships now; a format that breaks its laws is refused (UserError)."""
    plans = {
        name: make_plan(profile_settings(name, profile), proven={})
        for name, profile in PROFILES.items()
    }
    library = FormatLibrary()
    names = sorted({format_.name for plan in plans.values() for format_ in plan.formats})
    return Manifest(
        suites={
            suite.name: SuiteHash(
                version=suite.version, digest=suite.digest, tasks=len(suite.tasks)
            )
            for suite in shipped_suites()
        },
        formats={name: library.load(name).digest for name in names},
        shifts=shifts_digest(),
        profiles={
            name: ProfileHash(cases=len(plan.cases), digest=plan.digest)
            for name, plan in plans.items()
        },
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


def shifts_digest() -> str:
    """Hash what decides shifted cases: every file of the shifts' package, by name."""
    digest = hashlib.sha256()
    folder = files("toolbench_ood.shifts")
    shown = (file for file in folder.iterdir() if file.name.endswith((".py", ".toml")))
    for file in sorted(shown, key=lambda file: file.name):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()

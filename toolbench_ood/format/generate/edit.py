"""Changes to the texts of a format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from toolbench_ood.format.format import Format
from toolbench_ood.format.generate.compose import head
from toolbench_ood.format.generate.toml_text import toml_text
from toolbench_ood.format.shared import LISTING, RESULTS
from toolbench_ood.format.source import Source

Tables = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Edit:
    """The changes that one edit makes to a format."""

    what: str
    """A phrase for what changes, for the format's ``source``."""
    tables: Tables
    """Keys with new values, by table of ``format.toml``."""
    templates: Mapping[str, str]
    """Files to replace."""


def edited(base: Format, edit: Edit, name: str) -> Source:
    """Return the texts of a format that differs from the base only by the edit and its name."""
    spec = base.spec
    table = spec.model_dump(mode="json", exclude_defaults=True)
    for key, changes in edit.tables.items():
        table[key] = {**table.get(key, {}), **changes}
    for key in ("calls_like", "variants"):
        table.pop(key, None)
    if not edit.tables.keys() & {"section", "call", "arguments"} and "calls.jinja" not in (
        edit.templates
    ):
        table["calls_like"] = spec.calls_like or spec.name
    what = f"{spec.name}, version {spec.version}, with {edit.what}"
    toml = toml_text({**table, **head(name, spec.family, what)})
    texts = {**base.source.texts, **edit.templates, "format.toml": toml}
    if "declaration_style" in edit.tables.get("axes", {}):
        texts.pop(LISTING, None)
    if "results" in edit.tables:
        texts.pop(RESULTS, None)
    return Source(texts)

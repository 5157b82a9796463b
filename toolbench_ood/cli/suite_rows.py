"""The rows of ``list suites``."""

from collections.abc import Sequence

from toolbench_ood.tasks.features import SCHEMA_FEATURES, features_of
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.value import Json

COLUMNS = (
    *("name", "split", "version", "tasks", "kinds", "depth>=3", "depth>=8", "tools"),
    *SCHEMA_FEATURES,
)
"""What is printed; the features of the tools' schemas come last."""


def suite_row(suite: Suite) -> dict[str, Json]:
    """Count one suite (UserError: the solution of a task doesn't solve it)."""
    found = features_of(suite)
    return {
        "name": suite.name,
        "split": suite.split.value,
        "version": suite.version,
        "tasks": found.tasks,
        "kinds": len(found.kinds),
        "depth>=3": found.deep,
        "depth>=8": found.very_deep,
        "tools": found.tools,
        **found.schema,
        "by_kind": dict(found.kinds),
        "folder": str(suite.folder),
    }


def total_row(rows: Sequence[dict[str, Json]]) -> dict[str, Json]:
    """Add the suites up; kinds are counted once."""
    counted = ("tasks", "depth>=3", "depth>=8", "tools", *SCHEMA_FEATURES)
    kinds = {kind for row in rows for kind in row["by_kind"]}
    return {
        "name": "all",
        "split": "",
        "version": "",
        "kinds": len(kinds),
        **{name: sum(row[name] for row in rows) for name in counted},
    }

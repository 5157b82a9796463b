"""``--toolbench-limit``: a few of the selected cases."""

import pytest

from toolbench_ood.plugin.case_item import CaseItem
from toolbench_ood.run.choose import spread


def keep_few(session: pytest.Session, limit: int) -> None:
    """Deselect all cases but so many, spread over the tasks; other items stay."""
    cases = [item for item in session.items if isinstance(item, CaseItem)]
    kept = set(spread(cases, limit, key=lambda case: case.group))
    dropped = [item for item in cases if item not in kept]
    if dropped:
        session.config.hook.pytest_deselected(items=dropped)
        gone = set(dropped)
        session.items[:] = [item for item in session.items if item not in gone]

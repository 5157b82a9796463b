"""A few of the selected cases."""

import pytest

from toolbench_ood.plugin.case_item import CaseItem
from toolbench_ood.plugin.settings import settings_of
from toolbench_ood.run.spread import spread


def keep_few(session: pytest.Session) -> None:
    """Deselect all cases but a number of them, spread over the tasks; other items stay."""
    limit = settings_of(session.config).limit
    if limit is None:
        return
    cases = [item for item in session.items if isinstance(item, CaseItem)]
    kept = set(spread(cases, limit, lambda case: case.place))
    dropped = [item for item in cases if item not in kept]
    if dropped:
        session.config.hook.pytest_deselected(items=dropped)
        gone = set(dropped)
        session.items[:] = [item for item in session.items if item not in gone]

"""The oracle writes calls that belong together as the format allows."""

import pytest
from laws.everything import sample

from toolbench_ood.policy.oracle import oracle_messages
from toolbench_ood.tasks.oracle import play_solution


@pytest.mark.slow
def test_single_formats_get_one_call_a_message() -> None:
    """The same calls in the same order, one a message where the format takes no more."""
    split = 0
    for case in sample():
        written = [message for message in oracle_messages(case) if not isinstance(message, str)]
        solution = [
            message
            for act in play_solution(case.suite, case.task, case.seed)
            for message in act.calls
        ]
        assert [call for message in written for call in message] == [
            call for message in solution for call in message
        ]
        if not case.format.spec.single:
            assert written == solution
            continue
        assert all(len(message) == 1 for message in written)
        split += len(written) > len(solution)
    assert split

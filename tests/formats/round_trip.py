"""The law of the round trip, for formats that ship and for generated ones."""

from formats.lossy import is_lossy

from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.tool import ToolSpec


def assert_comes_back(fmt: Format, tools: list[ToolSpec], calls: list[Call]) -> None:
    """Calls come back type-exact and without a finding, or they are lossy and the writer raises."""
    lossy = any(is_lossy(fmt, call, tools) for call in calls)
    try:
        text = fmt.write(calls, tools)
    except UnwritableError:
        assert lossy
        return
    reading = fmt.read(text, tools)
    assert same_calls(reading.calls, calls)
    assert not [found for found in reading.findings if found.code.structural]
    assert reading.content == ""
    assert reading.well_formed
    assert not lossy

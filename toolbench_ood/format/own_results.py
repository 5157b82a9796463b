"""How a chat template writes the results of calls, found with the format that reads its calls."""

from collections.abc import Sequence
from functools import partial

from toolbench_ood.chat.behind_calls import end_of_calls
from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.learn_results import learn_results
from toolbench_ood.chat.probe import PROBE_QUESTION, probe_tools
from toolbench_ood.chat.result_turn import ResultTurn
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.chat.tool_template import (
    ToolTemplate,
    end_texts,
    takes_tools,
    ways_that_call,
    written_calls,
)
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import functions_by_name


def own_results(chat: Chat, readers: Sequence[Reader]) -> ResultTurn:
    """Determine how results are written behind calls that one of a format's readers recognises.

    Where it recognises them only while no result follows, they end where the turn does.

    Raises:
        TemplateRefusalError: the template cannot be learned, with the reason.
    """
    template = chat.tokenizer
    if not takes_tools(template):
        raise TemplateRefusalError("it takes no tools")
    try:
        return learn_results(template, partial(_after_calls, readers))
    except TemplateRefusalError:
        if not _recognises(readers, template):
            raise
        return learn_results(template, partial(end_of_calls, end_texts(template)))


def _recognises(readers: Sequence[Reader], template: ToolTemplate) -> bool:
    """Whether a reader finds a call that no result follows."""
    calls = [Call("probe", {"place": "Oslo"})]
    written = written_calls(template, calls, ways_that_call(template, calls)[0])
    functions = functions_by_name(probe_tools(calls))
    return written is not None and any(
        section.calls
        for reader in readers
        for text in written.texts
        for section in reader.scan(text, 0, functions)
    )


def _after_calls(readers: Sequence[Reader], rendered: str, calls: Sequence[Call]) -> int | None:
    """Return where the calls behind the question end; None if they are not found."""
    asked = rendered.find(PROBE_QUESTION)
    if asked < 0:
        return None
    ends = (_end(reader, rendered, asked + len(PROBE_QUESTION), calls) for reader in readers)
    return next((end for end in ends if end is not None), None)


def _end(reader: Reader, rendered: str, start: int, calls: Sequence[Call]) -> int | None:
    """Return where the calls end that stand behind an offset, as one reader finds them."""
    functions = functions_by_name(probe_tools(calls))
    left = [call.name for call in calls]
    for section in reader.scan(rendered, start, functions):
        names = [raw.call.name for raw in section.calls]
        if names and names == left[: len(names)]:
            left = left[len(names) :]
        if not left:
            return section.end
    return None

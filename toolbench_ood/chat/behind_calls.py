"""What a chat template writes behind a message that calls: its end, and the turn of results."""

from collections.abc import Sequence
from functools import partial

from toolbench_ood.chat.common_prefix import common_turn_prefix
from toolbench_ood.chat.learn_results import MOST_TRIED, PROBED_VALUE, learn_results
from toolbench_ood.chat.probe import PROBE_QUESTION, probe_tools
from toolbench_ood.chat.result_turn import ResultTurn
from toolbench_ood.chat.tokenizer import TemplateRefusalError, Tokenizer
from toolbench_ood.chat.tool_template import end_texts, takes_tools, ways_that_call
from toolbench_ood.types.call import Call


def results_behind_calls(tokenizer: Tokenizer) -> ResultTurn | None:
    """Determine how results are written behind calls; None if the template takes none there.

    Where it writes several in a way of its own, one alone is asked for.
    """
    if not takes_tools(tokenizer):
        return None
    end = partial(end_of_calls, end_texts(tokenizer))
    for most in (MOST_TRIED, 1):
        try:
            return learn_results(tokenizer, end, most=most)
        except TemplateRefusalError:
            continue
    return None


def end_of_calls(ends: Sequence[str], rendered: str, calls: Sequence[Call]) -> int | None:
    """Return where the end of the turn with the calls stands: the first one behind them."""
    last = rendered.rfind(PROBED_VALUE)
    found = [rendered.find(end, last) for end in ends] if last >= 0 and calls else []
    return min((at for at in found if at >= 0), default=None)


def closing_of_calls(tokenizer: Tokenizer, results: ResultTurn | None) -> str:
    """Return what closes a turn with calls, whether or not results follow it."""
    if results is None or not takes_tools(tokenizer):
        return ""
    calls = [Call("qxname", {"place": PROBED_VALUE})]
    user = {"role": "user", "content": PROBE_QUESTION}
    try:
        way = ways_that_call(tokenizer, calls)[0]
    except TemplateRefusalError:
        return ""
    rendered = tokenizer.render_with_tools(
        [user, way.calling(calls)], probe_tools(calls), open_turn=False
    )
    end = end_of_calls(end_texts(tokenizer), rendered, calls)
    return "" if end is None else common_turn_prefix(tokenizer, rendered[end:], results.open)

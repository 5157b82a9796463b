"""The tables of the structural picture."""

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table

from toolbench_ood.report.null_labels import NULL_LABELS, exact
from toolbench_ood.report.tables import figure_tables, make_table
from toolbench_ood.report.words import NOTHING, brief_percent, counted, share
from toolbench_ood.score.bins import BINS
from toolbench_ood.score.null_policies import NullScore
from toolbench_ood.score.picture import FineState, Picture, StateRates

_BROKEN = (FineState.POLLUTED, FineState.COLLAPSED)


def picture_tables(
    pictures: Mapping[str, Picture], nulls: Mapping[str, NullScore], formats: Sequence[str]
) -> Iterator[Table]:
    """Show the states of messages, where broken ones stand, and what follows them."""
    shown = [name for name in formats if name in pictures]
    if not shown:
        return
    states = _states(pictures, nulls)
    yield from figure_tables("Messages by state (%)", states, [*shown, *NULL_LABELS.values()])
    turns = {name: pictures[name].states_by_turn for name in shown}
    calls = {name: pictures[name].states_by_calls for name in shown}
    yield _broken("Broken messages, by messages written before in the case", turns)
    yield _broken("Broken messages, by calls already made in the case", calls)
    figures: dict[str, dict[str, str]] = {}
    for name in shown:
        for figure, value in _figures(pictures[name]):
            figures.setdefault(figure, {})[name] = value
    yield from figure_tables("Tags, calls and faults", figures, shown)


def _states(
    pictures: Mapping[str, Picture], nulls: Mapping[str, NullScore]
) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {"messages": {}}
    for format_, picture in pictures.items():
        found["messages"][format_] = f"{picture.messages:,}"
        for state, rate in picture.states.items():
            found.setdefault(_words(state), {})[format_] = brief_percent(rate)
    for name, null in nulls.items():
        for state in FineState:
            found[_words(state)][NULL_LABELS[name]] = exact(float(null.state == state))
    return found


def _words(state: str) -> str:
    return state.replace("schema_", "schema-").replace("_", " ")


def _broken(title: str, rates: Mapping[str, Mapping[str, StateRates]]) -> Table:
    """Show how many of the messages in each bin are polluted or collapsed."""
    bins = [name for name in BINS if any(name in by_bin for by_bin in rates.values())]
    table = make_table(title, ["format"], bins)
    for format_, by_bin in rates.items():
        table.add_row(format_, *(_broken_of(by_bin.get(name, {})) for name in bins))
    return table


def _broken_of(states: StateRates) -> str:
    if not states:
        return NOTHING
    broken = sum(states[state.value].k for state in _BROKEN if state.value in states)
    return f"{broken:,}/{next(iter(states.values())).n:,}"


def _figures(picture: Picture) -> Iterator[tuple[str, str]]:
    tags = picture.tags
    yield "tags opened/closed", f"{tags.opened:,}/{tags.closed:,}" if tags else NOTHING
    yield "imbalance of tags", share(tags.imbalance if tags else None)
    for token, count in picture.control_tokens.items():
        if picture.messages:
            yield f"{token} per message", f"{count / picture.messages:.2f}"
    yield "messages ended by the model", counted(picture.ended)
    yield "calls made/needed", f"{picture.calls_made:,}/{picture.calls_needed:,}"
    yield "broken, next one sound", counted(picture.recovered)
    yield "broken, next one the same", counted(picture.repeated)
    yield "solved in spite of a broken one", counted(picture.solved_with_broken)
    yield "with a call in the reasoning", counted(picture.calls_in_reasoning)
    if picture.unclosed_thoughts:
        yield "with reasoning that never ends", counted(picture.unclosed_thoughts)
    instead = [f"{count:,} {format_}" for format_, count in picture.foreign.items()]
    yield "with a call in another format", ", ".join(instead) or "0"

"""``python -m attempts.table`` in ``tests/``: the tables of README.md, counted from the file."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from attempts.labelled import Message, load

COLUMNS: dict[str, Callable[[Message], bool]] = {
    "messages": lambda _: True,
    "attempts": lambda one: one.label == "attempt",
    "of them missed": lambda one: one.label == "attempt" and bool(one.missed_by),
    "answers": lambda one: one.label == "answer",
    "of them naming a tool": lambda one: one.label == "answer" and one.names_a_tool,
    "seen": lambda one: one.half == "seen",
    "held": lambda one: one.half == "held",
    "fresh": lambda one: one.half == "fresh",
    "text stored": lambda one: one.text is not None,
}


def tables(messages: Sequence[Message]) -> str:
    """Return one table by kind, one by model and one by repository, with the sum of each column."""
    return "\n".join(
        (
            _table("kind", messages, lambda one: f"{one.label}: {one.kind}"),
            _table("model", messages, lambda one: one.model),
            _table("repository", messages, lambda one: f"{one.source.repo} ({one.source.licence})"),
        )
    )


def _table(title: str, messages: Sequence[Message], key: Callable[[Message], str]) -> str:
    names = sorted(set(map(key, messages)))
    rows = [(name, [one for one in messages if key(one) == name]) for name in names]
    lines = [_line(name, counts) for name, counts in [*rows, ("all", messages)]]
    head = f"| {title} | {' | '.join(COLUMNS)} |\n|{'---|' * (len(COLUMNS) + 1)}\n"
    return head + "".join(lines)


def _line(name: str, messages: Iterable[Message]) -> str:
    counts = Counter(column for one in messages for column, holds in COLUMNS.items() if holds(one))
    return f"| {name} | {' | '.join(str(counts[column]) for column in COLUMNS)} |\n"


if __name__ == "__main__":
    print(tables(load()))  # noqa: T201  the program's output

"""Which content counts as seen in training: ``--trained-on``."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from toolbench_ood.run.header import IdContent
from toolbench_ood.run.settings import AUTO_DETECT, NONE
from toolbench_ood.run.training import Training
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.tasks.suite import Split
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.shift import NO_SHIFT
from toolbench_ood.types.suggest import did_you_mean

_OPTION = "--trained-on"
_ITEM = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?P<shifts>[^\[\]]+)\])?")
_FORM = "train[lean+terse], or suites such as bank,calendar[none,terse]"


def find_id_content(
    asked: Sequence[str], splits: Mapping[str, Split], training: Training | None = None
) -> IdContent:
    """Return the ID content.

    Args:
        asked: suites with the shifts that training saw in brackets, ``train`` for all suites that
            may be trained on; ``none``; or ``auto`` for what the model declares.
        splits: the split of each suite, by its name.
        training: what the model declares, if it does.

    Raises:
        UserError: a suite or a shift is unknown, a suite is held out, or the model declares to be
            trained on more.
    """
    _check_alone(asked)
    if AUTO_DETECT in asked:
        return _declared(splits, training)
    seen = {} if NONE in asked else _seen(asked, splits)
    if training is not None:
        _require_declared(asked, seen, training)
    return IdContent(suites=seen, reason=f"set by {_OPTION}")


def _declared(splits: Mapping[str, Split], training: Training | None) -> IdContent:
    if training is None:
        return IdContent(
            suites={}, reason=f"the model declares none, and {_OPTION} does not name any"
        )
    held_out = [name for name in training.suites if splits.get(name) is Split.HELD_OUT]
    return IdContent(
        suites=training.suites,
        held_out=tuple(held_out),
        reason=f"declared in the model's {training.named}",
    )


def _seen(asked: Iterable[str], splits: Mapping[str, Split]) -> dict[str, tuple[str, ...]]:
    shifts: defaultdict[str, set[str]] = defaultdict(set)
    for text in asked:
        item = _ITEM.fullmatch(text)
        if item is None:
            raise UserError(f"{_OPTION} {text!r} is not valid: expected none, {_FORM}")
        names = (item["shifts"] or NO_SHIFT).split(",")
        for suite in _suites(item["name"].strip(), splits):
            shifts[suite].update(shift_name(name.strip()) for name in names)
    return {suite: tuple(sorted(shifts[suite])) for suite in sorted(shifts)}


def _suites(name: str, splits: Mapping[str, Split]) -> Iterator[str]:
    trainable = [each for each, split in splits.items() if split is Split.TRAIN]
    if name in splits and splits[name] is Split.TRAIN:
        yield name
    elif name == Split.TRAIN:
        yield from trainable
    elif name in splits or name == Split.HELD_OUT:
        what = f"the suite {name}, which is" if name in splits else "the suites that are"
        raise UserError(
            f"{_OPTION} names {what} held out: such tasks test what no model was trained on; name "
            f"training suites ({choices(trainable)}), or leave it out"
        )
    else:
        hint = did_you_mean(name, (NONE, Split.TRAIN, *trainable))
        raise UserError(
            f"{_OPTION} {name}: there is no suite {name!r}{hint} The suites to train on are: "
            f"{choices(trainable)}; train stands for all of them, none for none"
        )


def _check_alone(asked: Sequence[str]) -> None:
    alone = next((word for word in (NONE, AUTO_DETECT) if word in asked), None)
    if alone is not None and len(asked) > 1:
        raise UserError(
            f"{_OPTION} {','.join(asked)} joins {alone} with others; give {alone} alone, or {_FORM}"
        )


def _require_declared(
    asked: Sequence[str], seen: Mapping[str, Sequence[str]], training: Training
) -> None:
    for suite, shifts in training.suites.items():
        missing = [shift for shift in shifts if shift not in seen.get(suite, ())]
        if missing:
            raise UserError(
                f"{_OPTION} {','.join(asked)} contradicts {training.source}, which declares "
                f"training on {suite}[{','.join(shifts)}]; name that too, or leave {_OPTION} out"
            )

"""An exported folder: a Hugging Face dataset in parquet, its card, and what it was made of."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.format import Format
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.run.training import TRAINING_FILE, TrainingFile
from toolbench_ood.shifts.digest import shift_digests
from toolbench_ood.shipped import shipped
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.manifest import file_digest
from toolbench_ood.train.chats import Chats
from toolbench_ood.train.new_folder import new_folder
from toolbench_ood.train.rows import (
    CANARY,
    MESSAGE_COLUMNS,
    TOKEN_COLUMNS,
    Row,
    rl_row,
    sft_row,
)
from toolbench_ood.train.select import FIRST_SEED, Selection
from toolbench_ood.types.errors import UserError

Style = Literal["sft", "rl"]

STYLES: Mapping[str, Callable[[Case, Chat], Row]] = {"sft": sft_row, "rl": rl_row}

_DATA = "data/train-00000-of-00001.parquet"
_ABOUT = "export.json"
_BATCH = 256
"""Rows kept in memory."""

NO_TOKENS = "Texts are in plain ChatML and rows have no token ids, because no model was given"

_CARD = """\
---
configs:
- config_name: {config}
  data_files: {data}
tags:
- tool-use
- toolbench-ood
---

Conversations of toolbench-ood {version}, style `{style}`: {rows:,} rows of the suites {suites} in
the formats {formats}. `{about}` says what they were made of. {texts}

Copy `{declared}` into the folder of a model that was trained on these rows (its
adapter's, checkpoint's or merged one): evaluations then count its suites, shifts and formats as in
distribution.

Situations are drawn from seed {first:,} on; an evaluation's begin at 0.

Canary, in every row: `{canary}`
"""
"""The dataset card.

``load_dataset`` caches by the names of the folder and of the configuration alone, so the latter has
to follow from the content: another export to a folder of the same name is not taken from the cache.
"""


def write_dataset(selection: Selection, chats: Chats, style: Style, folder: Path) -> int:
    """Write a dataset that ``datasets.load_dataset`` loads; return the number of rows.

    Args:
        selection: what is exported.
        chats: the model's chats; without a model, rows have no token ids.
        style: ``sft`` for whole conversations, ``rl`` for their beginnings.
        folder: new or empty.

    Raises:
        UserError: the folder holds something or cannot be written, or ``datasets`` is not
            installed.
    """
    with new_folder(folder):
        _write_parquet(_rows(selection, chats, style), folder / _DATA, _mixed(selection, style))
        about = {**_about(selection, chats, style), "data": file_digest(folder / _DATA)}
        text = json.dumps(about, indent=2, ensure_ascii=False) + "\n"
        (folder / _ABOUT).write_text(text, encoding="utf-8")
        (folder / "README.md").write_text(_card(about), encoding="utf-8")
        declared = training_file(selection).model_dump_json(indent=2) + "\n"
        (folder / TRAINING_FILE).write_text(declared, encoding="utf-8")
    return len(selection.cases)


def training_file(selection: Selection) -> TrainingFile:
    """Return what a model that is trained on the selection declares."""
    shifts: defaultdict[str, set[str]] = defaultdict(set)
    for case in selection.cases:
        shifts[case.suite.name].add(case.shift)
    return TrainingFile(
        toolbench_ood=version("toolbench-ood"),
        formats=tuple(sorted({_written_in(format_) for format_ in selection.formats})),
        suites={name: tuple(sorted(shifts[name])) for name in sorted(shifts)},
    )


def _written_in(format_: Format) -> str:
    """Name the format of the calls, which is the matching one for a chat template's own."""
    return format_.matching.name if isinstance(format_, NativeFormat) else format_.name


def _rows(selection: Selection, chats: Chats, style: Style) -> Iterator[Row]:
    left_out = TOKEN_COLUMNS if chats.model is None else frozenset()
    for case in selection.cases:
        row = STYLES[style](case, chats.of(case))
        yield {name: value for name, value in row.items() if name not in left_out}


def _mixed(selection: Selection, style: Style) -> str | None:
    """Name the column of messages if calls are data in it, whose arguments have no common type."""
    native = any(isinstance(each, NativeFormat) for each in selection.formats)
    return MESSAGE_COLUMNS[style] if native else None


def _write_parquet(rows: Iterator[Row], file: Path, mixed: str | None) -> None:
    """Write rows, a few at a time.

    Args:
        rows: at least one.
        file: is made.
        mixed: the column whose items are JSON, if any.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  # comes with datasets, which is optional
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415  # likewise
    except ImportError as error:
        raise UserError(
            "export needs the package datasets, which is not installed; pip install "
            "'toolbench-ood[train]'"
        ) from error
    file.parent.mkdir(parents=True, exist_ok=True)

    def table(batch: Sequence[Row]) -> Any:
        made = pa.Table.from_pylist([_as_text(row, mixed) for row in batch])
        types = {field.name: field.type for field in made.schema} | {"tools": pa.string()}
        types |= {mixed: pa.list_(pa.json_())} if mixed else {}
        return made.cast(pa.schema(types))

    first = table(list(islice(rows, _BATCH)))
    with ParquetWriter(file, first.schema) as writer:
        writer.write_table(first)
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(table(batch))


def _as_text(row: Row, column: str | None) -> Row:
    if column is None:
        return row
    return {**row, column: [json.dumps(each, ensure_ascii=False) for each in row[column]]}


def _about(selection: Selection, chats: Chats, style: Style) -> dict[str, Any]:
    shifts = {case.shift for case in selection.cases}
    return {
        "toolbench_ood": version("toolbench-ood"),
        "style": style,
        "rows": len(selection.cases),
        "canary": CANARY,
        **_texts_of(chats),
        "manifest": file_digest(shipped("tasks") / "manifest.json"),
        "suites": {
            suite.name: {
                "split": suite.split.value,
                "version": suite.version,
                "digest": suite.digest,
            }
            for suite in selection.suites
        },
        "formats": {
            format_.name: {"split": format_.split, "digest": format_.digest}
            for format_ in selection.formats
        },
        "shifts": sorted(shifts),
        "shift_digests": dict(shift_digests(shifts)),
        "seeds": [FIRST_SEED, max(case.seed for case in selection.cases)],
    }


def _texts_of(chats: Chats) -> dict[str, Any]:
    """Name what the texts and the token ids belong to; hashes are SHA-256."""
    if chats.model is None:
        return {"model": None, "tokenizer": None, "chat_template": "ChatML"}
    fingerprint = chats.chat.tokenizer.fingerprint
    return {
        "model": chats.model,
        "tokenizer": fingerprint["vocabulary"],
        "chat_template": fingerprint["chat_template"],
        "template_options": fingerprint["template_options"],
        "id_formats": list(chats.id_formats),
        "notes": list(chats.notes),
    }


def _card(about: Mapping[str, Any]) -> str:
    return _CARD.format(
        config=f"{about['style']}-{about['data'][:16]}",
        data=_DATA,
        version=about["toolbench_ood"],
        style=about["style"],
        rows=about["rows"],
        suites=", ".join(about["suites"]),
        formats=", ".join(about["formats"]),
        about=_ABOUT,
        declared=TRAINING_FILE,
        texts=_card_texts(about),
        first=FIRST_SEED,
        canary=CANARY,
    )


def _card_texts(about: Mapping[str, Any]) -> str:
    if about["model"] is None:
        return f"{NO_TOKENS}."
    return f"Texts and token ids are those of the model `{about['model']}`."

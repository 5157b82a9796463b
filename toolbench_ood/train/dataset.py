"""An exported folder: a Hugging Face dataset in parquet, its card, and what it was made of."""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from toolbench_ood.chat.chat import Chat
from toolbench_ood.run.folder import check_free
from toolbench_ood.shipped import shipped
from toolbench_ood.task.case import Case
from toolbench_ood.task.manifest import file_digest
from toolbench_ood.train.rows import CANARY, Row, rl_row, sft_row
from toolbench_ood.train.select import FIRST_SEED, Selection
from toolbench_ood.types.errors import UserError

Style = Literal["sft", "rl"]

STYLES: Mapping[str, Callable[[Case, Chat], Row]] = {"sft": sft_row, "rl": rl_row}

_DATA = "data/train-00000-of-00001.parquet"
_ABOUT = "export.json"
_BATCH = 256
"""Rows that are held in memory."""

_CARD = """\
---
configs:
- config_name: default
  data_files: {data}
tags:
- tool-use
- toolbench-ood
---

Conversations of toolbench-ood {version}, style `{style}`: {rows:,} rows of the suites {suites} in
the formats {formats}. `{about}` says what they were made of. Situations are drawn from seed
{first:,} on; an evaluation's begin at 0.

Canary, which stands in every row: `{canary}`
"""


def write_dataset(
    selection: Selection, chats: Callable[[Case], Chat], style: Style, folder: Path
) -> int:
    """Write a dataset that ``datasets.load_dataset`` loads; return the number of rows.

    Args:
        selection: what is exported.
        chats: how the model is spoken to in a case's format.
        style: ``sft`` for whole conversations, ``rl`` for their beginnings.
        folder: new or empty.

    Raises:
        UserError: the folder holds something, or ``datasets`` is not installed.
    """
    check_free(folder)
    make = STYLES[style]
    _write_parquet((make(case, chats(case)) for case in selection.cases), folder / _DATA)
    about = _about(selection, style)
    text = json.dumps(about, indent=2, ensure_ascii=False) + "\n"
    (folder / _ABOUT).write_text(text, encoding="utf-8")
    (folder / "README.md").write_text(_card(about), encoding="utf-8")
    return len(selection.cases)


def _write_parquet(rows: Iterator[Row], file: Path) -> None:
    try:
        from pyarrow import Table  # noqa: PLC0415  # comes with datasets, which is optional
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415  # likewise
    except ImportError as error:
        raise UserError(
            "an export needs the package datasets, which is not installed; "
            "pip install 'toolbench-ood[train]'"
        ) from error
    file.parent.mkdir(parents=True, exist_ok=True)
    first = Table.from_pylist(list(islice(rows, _BATCH)))
    with ParquetWriter(file, first.schema) as writer:
        writer.write_table(first)
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(Table.from_pylist(batch, schema=first.schema))


def _about(selection: Selection, style: Style) -> dict[str, Any]:
    return {
        "toolbench_ood": version("toolbench-ood"),
        "style": style,
        "rows": len(selection.cases),
        "canary": CANARY,
        "manifest": file_digest(shipped("tasks") / "manifest.json"),
        "suites": {
            suite.name: {
                "split": suite.split.value,
                "version": suite.version,
                "digest": suite.digest,
            }
            for suite in selection.suites
        },
        "formats": {format_.name: format_.digest for format_ in selection.formats},
        "shifts": sorted({case.shift for case in selection.cases}),
        "seeds": [FIRST_SEED, max(case.seed for case in selection.cases)],
    }


def _card(about: Mapping[str, Any]) -> str:
    return _CARD.format(
        data=_DATA,
        version=about["toolbench_ood"],
        style=about["style"],
        rows=about["rows"],
        suites=", ".join(about["suites"]),
        formats=", ".join(about["formats"]),
        about=_ABOUT,
        first=FIRST_SEED,
        canary=CANARY,
    )

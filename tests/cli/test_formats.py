"""``formats new``, ``formats distance`` and ``show format``."""

import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from cli.command import error_line, run, run_json
from shipped_formats import LIBRARY
from task.suites import write_suite

from toolbench_ood.cli.distance_view import matrix_lines, measure, nearest_lines
from toolbench_ood.format.axes import AXIS_WEIGHTS, Axes, axis_values
from toolbench_ood.format.check import format_problems
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.scaffold import RESERVED
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.shipped import shipped

SHIPPED = LIBRARY.names()


def _copied(folder: Path, **changes: str) -> Path:
    """Copy hermes to ``folder`` by hand and replace texts in its ``format.toml``."""
    shutil.copytree(shipped("formats") / "hermes", folder)
    toml = folder / "format.toml"
    text = toml.read_text(encoding="utf-8").replace('name = "hermes"', f'name = "{folder.name}"')
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    toml.write_text(text, encoding="utf-8")
    return folder


def _made(*arguments: object) -> str:
    result = run("formats", "new", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@for_each("like", SHIPPED)
def test_a_copy_of_every_shipped_format_obeys_the_laws(like: str, tmp_path: Path) -> None:
    """The new folder has no problem, and all but its own keys and no variants is its model's."""
    _made("angle", "--like", like, "--out", tmp_path)
    library = FormatLibrary([tmp_path])
    made = library.load("angle")
    assert format_problems(made) == []
    own = {"name": "angle", "version": 1, "source": f"Made like {like}.", "variants": ()}
    assert made.spec.model_dump() == {**library.load(like).spec.model_dump(), **own}
    assert [path.name for path in tmp_path.iterdir()] == ["angle"]


@pytest.mark.slow
def test_what_to_do_next_is_printed(tmp_path: Path) -> None:
    """Every file to edit is named, and the command that is printed does what it says."""
    printed = _made("angle", "--like", "hermes", "--out", tmp_path / "my formats")
    folder = tmp_path / "my formats" / "angle"
    for file in folder.iterdir():
        assert file.is_dir() or f"\n  {file.name}" in printed
    assert f"--formats '{folder}' --format angle --write-goldens" in printed.splitlines()[-1]
    (folder / "golden" / "one_call.txt").unlink()
    given = ("--formats", folder, "--format", "angle", "--suite", "calendar", "--kind", "parallel")
    assert run("validate", *given, "--write-goldens").exit_code == 0
    assert (folder / "golden" / "one_call.txt").is_file()


def test_the_working_directory_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --out the folder is made where the user is."""
    monkeypatch.chdir(tmp_path)
    assert _made("angle", "--like", "hermes").startswith("created angle as a copy of hermes\n")
    assert Path("angle/format.toml").is_file()


def test_a_users_own_format_can_be_copied(tmp_path: Path) -> None:
    """``--formats`` finds it; comments, line ends and a source of many lines are no hindrance."""
    long_source = "'''\nA source\nname = \"not this\"\n'''"
    mine = _copied(tmp_path / "mine", **{"version = 1": "# kept\nversion = 7"})
    toml = mine / "format.toml"
    text = re.sub("source = .*", f"source = {long_source}", toml.read_text(encoding="utf-8"))
    toml.write_text(text, encoding="utf-8", newline="\r\n")
    shutil.rmtree(mine / "golden")
    _made("other", "--like", "mine", "--formats", tmp_path, "--out", tmp_path)
    written = (tmp_path / "other" / "format.toml").read_bytes().decode()
    assert "\r" not in written
    assert "# kept\n" in written
    table = tomllib.loads(written)
    assert (table["name"], table["version"], table["source"]) == ("other", 1, "Made like mine.")
    assert format_problems(FormatLibrary([tmp_path]).load("other")) == []


def _tree(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@for_each(
    ("name", "like", "words"),
    [
        ("Angle", "hermes", "begin with a letter"),
        ("angle-bracket", "hermes", "begin with a letter"),
        ("angle\n", "hermes", "begin with a letter"),
        ("../angle", "hermes", "begin with a letter"),
        ("", "hermes", "begin with a letter"),
        *((word, "hermes", "are reserved") for word in RESERVED),
        ("pythonic", "hermes", "there already is a format 'pythonic'; the names taken are:"),
        ("angle", "hermess", "did you mean 'hermes'"),
        ("taken", "hermes", "taken exists; give another name or --out"),
        ("file", "hermes", "file exists; give another name or --out"),
        ("a" * 300, "hermes", "cannot be made"),
    ],
)
def test_what_cannot_be_made_is_one_line(name: str, like: str, words: str, tmp_path: Path) -> None:
    """A bad or taken name, an unknown model and a folder that exists; nothing is touched."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "file").touch()
    before = _tree(tmp_path)
    assert words in error_line("formats", "new", name, "--like", like, "--out", tmp_path)
    assert _tree(tmp_path) == before


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """A file where a folder should be."""
    (tmp_path / "file").touch()
    line = error_line("formats", "new", "angle", "--like", "hermes", "--out", tmp_path / "file")
    assert "give another --out" in line


@for_each(
    ("old", "new", "words"),
    [
        ('open = "<tool_call>"', 'open = "</tool_call>"', "section.open and section.close"),
        ('"hermes"', "{{ nothing }}", "does not render"),
    ],
)
def test_a_model_that_breaks_the_laws_is_refused(
    old: str, new: str, words: str, tmp_path: Path
) -> None:
    """Its own folder is named, and no half-made copy stays behind."""
    if "{{" in new:
        mine = _copied(tmp_path / "mine")
        (mine / "results.jinja").write_text(new, encoding="utf-8")
    else:
        mine = _copied(tmp_path / "mine", **{old: new})
    out = tmp_path / "out"
    line = error_line("formats", "new", "angle", "--like", "mine", "--formats", mine, "--out", out)
    assert "'mine' cannot be copied" in line
    assert words in line
    assert str(out) not in line
    assert _tree(out) == []


def test_a_name_that_no_line_states_is_refused(tmp_path: Path) -> None:
    """A quoted key is TOML as well, but nothing is guessed about it."""
    mine = _copied(tmp_path / "mine", **{'name = "mine"': '"name" = "mine"'})
    given = ("--like", "mine", "--formats", mine, "--out", tmp_path)
    assert "cannot be edited in a copy" in error_line("formats", "new", "angle", *given)


DELIMITERS: Mapping[str, Mapping[str, str]] = {
    "hermes": {"<tool_call>": "⟦qv⟧", "</tool_call>": "⟦/qv⟧", '"arguments"': '"with"'},
    "pythonic": {'open = "["': 'open = "~{"', 'close = "]"': 'close = "}~"'},
    "qwen3_coder": {
        "<tool_call>": "(:run:)",
        "</tool_call>": "(:end:)",
        "<function=": "<zeb=",
        "<parameter=": "<kip ",
        "</parameter>": "</kip>",
    },
    "mistral": {"[TOOL_CALLS]": "⟦call⟧", "[ARGS]": "=>"},
}
"""What is replaced in ``format.toml``, by the format that is copied."""


@pytest.mark.slow
@for_each("like", DELIMITERS, parts=2)
def test_new_delimiters_need_no_python(like: str, tmp_path: Path) -> None:
    """From ``formats new`` over an editor to ``eval``: a folder is a format, in the shipped shape.

    The edited format is refused until its golden files are written again, and then obeys the laws
    and is played like any other.
    """
    _made("angle", "--like", like, "--out", tmp_path)
    toml = tmp_path / "angle" / "format.toml"
    text = toml.read_text(encoding="utf-8")
    for old, new in DELIMITERS[like].items():
        assert old in text
        text = text.replace(old, new)
    toml.write_text(text, encoding="utf-8")
    lamps = write_suite(tmp_path / "suites" / "lamps")
    small = ("--formats", tmp_path, "--format", "angle", "--tasks", lamps, "--suite", "lamps")
    assert run("validate", *small).exit_code == 2
    checked = run("validate", *small, "--write-goldens")
    assert checked.exit_code == 0, checked.output
    assert not list((tmp_path / "angle").rglob("*.py"))
    scores = run_json("eval", "--model", "oracle", *small, "--out", tmp_path / "run", "--json")
    total = scores["formats"]["angle"]
    assert total["cases"] > 0
    assert total["solved"]["rate"] == total["well_formed"]["rate"] == 1
    opener = FormatLibrary([tmp_path]).load("angle").call_opener
    records = RunFolder.open(tmp_path / "run").records()
    assert any(opener in message.text for record in records for message in record.messages)


def _axes(number: int) -> Axes:
    """Give axes that differ from number to number."""
    values = {}
    for axis in AXIS_WEIGHTS:
        vocabulary = axis_values(axis)
        number, at = divmod(number * 7 + 3, len(vocabulary))
        values[axis] = vocabulary[at]
    return Axes.model_validate(values)


@for_each("count", [1, 2, 16, 17, 30, 100])
def test_every_distance_stands_in_a_matrix_of_80_columns(count: int) -> None:
    """Each pair is found under its column's number and in its row, however many there are."""
    axes = {f"format_{number:03}": _axes(number) for number in range(count)}
    distances = measure(axes)
    lines = list(matrix_lines(distances))
    assert max(map(len, (*lines, *nearest_lines(distances)))) <= 80
    found = {}
    heads: list[int] = []
    for line in lines:
        if re.fullmatch(r"[ \d]+", line):
            heads = [int(head) for head in line.split()]
        elif line:
            number, name, *cells = line.split()
            assert list(axes)[int(number) - 1] == name
            # The upper half is blank, so a row may have fewer cells than there are heads.
            pairs = zip(heads, cells, strict=False)
            found.update({(int(number), head): cell for head, cell in pairs})
    expected = {
        (row + 1, column + 1): str(round(100 * distances.matrix[row][column]))
        for row in range(count)
        for column in range(row)
    }
    assert found == expected


def test_programs_get_the_whole_matrix() -> None:
    """It is symmetric, nought on its diagonal, and the sum of the weights of differing axes."""
    shown = run_json("formats", "distance", "--json")
    names, matrix = shown["formats"], shown["matrix"]
    assert names == list(SHIPPED)
    assert shown["weights"] == AXIS_WEIGHTS
    total = sum(AXIS_WEIGHTS.values())
    for row, name in enumerate(names):
        assert matrix[row][row] == 0
        assert [line[row] for line in matrix] == matrix[row]
        near = shown["nearest"][name]
        others = sorted(distance for at, distance in enumerate(matrix[row]) if at != row)
        assert [each["distance"] for each in near] == others[:3]
        for each in near:
            weight = sum(AXIS_WEIGHTS[axis] for axis in each["differing_axes"])
            assert each["distance"] == pytest.approx(weight / total)
            assert each["distance"] == matrix[row][names.index(each["format"])]


def test_a_copy_lies_at_no_distance(tmp_path: Path) -> None:
    """Further folders are measured too, and what is nearest comes first in the text as in JSON."""
    _made("angle", "--like", "hermes", "--out", tmp_path)
    shown = run_json("formats", "distance", "--formats", tmp_path, "--json")
    angle, hermes = (shown["formats"].index(name) for name in ("angle", "hermes"))
    assert shown["matrix"][angle][hermes] == 0
    text = run("formats", "distance", "--formats", tmp_path).stdout
    nearest = shown["nearest"]["angle"]
    assert nearest[0]["distance"] == 0
    assert re.search(rf"^angle +{nearest[0]['format']} 0, ", text, re.MULTILINE)


@for_each("name", SHIPPED)
def test_a_format_is_shown_whole(name: str) -> None:
    """Every golden text stands under its title, then all axes, the lossy set and the role."""
    folder = shipped("formats") / name
    text = run("show", "format", name).stdout
    for golden in (folder / "golden").iterdir():
        title = golden.stem.replace("_", " ")
        assert f"\n--- {title} ---\n{golden.read_text(encoding='utf-8')}" in text
    table: dict[str, Any] = tomllib.loads((folder / "format.toml").read_text(encoding="utf-8"))
    assert text.startswith(f"{name}: {table['kind']}, {table['family']}, version ")
    for axis, value in table["axes"].items():
        assert re.search(rf"^{axis} +{re.escape(value)}$", text, re.MULTILINE)
    lossy = ", ".join(table.get("lossy", ())) or "nothing: it carries every value"
    assert f"\n--- lossy ---\n{lossy}\n" in text
    assert f"\n--- role of results ---\n{table['results']['role']}\n" in text


def test_programs_are_shown_the_same() -> None:
    """JSON has every part by name."""
    shown = run_json("show", "format", "hermes", "--json")
    assert set(shown["axes"]) == set(AXIS_WEIGHTS)
    golden = {path.stem for path in (shipped("formats") / "hermes" / "golden").iterdir()}
    assert set(shown["rendered"]) == golden
    assert (shown["name"], shown["role"], shown["lossy"]) == ("hermes", "user", [])
    assert shown["digest"] == LIBRARY.load("hermes").digest


def test_a_users_own_format_is_shown(tmp_path: Path) -> None:
    """``--formats`` finds it."""
    _made("angle", "--like", "hermes", "--out", tmp_path)
    shown = run("show", "format", "angle", "--formats", tmp_path)
    assert shown.stdout.startswith("angle: native, json in tags, version 1\nMade like hermes.\n")


@for_each(
    ("arguments", "words"),
    [
        (("format",), "takes one name; the formats are: "),
        (("format", "hermes", "pythonic"), "takes one name"),
        (("format", "hermess"), "did you mean 'hermes'"),
        (("format", "native"), "oracle is a scripted model"),
        (("format", "hermes", "--chat-template", "x"), "name the model with --model"),
        (("format", "hermes", "--tasks", "x"), "does not take --tasks"),
        (("calendar/task_create.py::files_an_event", "hermes"), "leave out 'hermes'"),
    ],
)
def test_what_cannot_be_shown_is_one_line(arguments: tuple[str, ...], words: str) -> None:
    """Nothing that is given is passed over in silence."""
    assert words in error_line("show", *arguments)

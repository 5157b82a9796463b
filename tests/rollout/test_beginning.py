"""How a conversation begins: the system paragraph, the declaration in its place, the first ask."""

from dataclasses import replace

from cases import for_each
from formats.every import every_format
from laws.everything import byte_chat, in_format, sample
from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.axes import axis_values
from toolbench_ood.format.format import Format
from toolbench_ood.rollout.begin import first_prompt, make_beginning
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.rollout.history import make_history
from toolbench_ood.rollout.opening import opening_turns
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.rollout.system import SYSTEM
from toolbench_ood.run.place_notes import place_notes
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.piece import data, markup, plain

_TURN = "<|im_start|>{}\n{}<|im_end|>\n"


def _prompt(case: Case, system: str = SYSTEM, chat: Chat | None = None) -> str:
    chat = chat or byte_chat()
    return chat.tokenizer.decode(first_prompt(Episode(case), case.format, chat, system))


@every_format
def test_every_format_begins_with_the_same_paragraph(fmt: Format) -> None:
    """Whatever the format, the first turn is the system's and holds the paragraph once."""
    case = replace(in_format("hermes")[0], format=fmt)
    prompt = _prompt(case)
    assert prompt.count(SYSTEM) == 1
    first = "" if fmt.spec.axes.declaration_place == "prefix" else SYSTEM
    assert prompt.startswith(f"<|im_start|>system\n{first}")
    assert _prompt(case, "You book rooms.") == prompt.replace(SYSTEM, "You book rooms.")


@for_each(
    ("place", "expected"),
    [
        ("system", [("system", "S\n\nD"), ("user", "U")]),
        ("prefix", [("system", "D\n\nS"), ("user", "U")]),
        ("user", [("system", "S"), ("user", "D\n\nU")]),
        ("developer", [("system", "S"), ("developer", "D"), ("user", "U")]),
        ("own message", [("system", "S"), ("system", "D"), ("user", "U")]),
    ],
)
def test_the_declaration_stands_where_the_axis_says(
    place: str, expected: list[tuple[str, str]]
) -> None:
    """Each value of ``axes.declaration_place`` is another place in the prompt."""
    fmt = _placed("hermes", place)
    turns = opening_turns(fmt, "S", markup("D"), data("U"))
    assert [(role, plain(pieces)) for role, pieces in turns] == expected
    chat = byte_chat()
    history = make_history("append", chat)
    history.open(turns)
    written = "".join(_TURN.format(role, text) for role, text in expected)
    assert chat.tokenizer.decode(history.prompt) == f"{written}<|im_start|>assistant\n"
    anew = make_history("template", chat)
    anew.open(turns)
    assert anew.prompt == history.prompt


def _placed(name: str, place: str) -> Format:
    fmt = LIBRARY.load(name)
    axes = fmt.spec.axes.model_copy(update={"declaration_place": place})
    return replace(fmt, spec=fmt.spec.model_copy(update={"axes": axes}))


def test_every_place_that_formats_may_name_is_written() -> None:
    """No value of the axis counts in the distance without being seen in a prompt."""
    places = [place for place in axis_values("declaration_place") if place != "own token block"]
    turns = {
        place: opening_turns(_placed("hermes", place), "S", markup("D"), data("U"))
        for place in places
    }
    assert len(set(turns.values())) == len(places)
    shipped = {fmt.spec.axes.declaration_place for fmt in FORMATS}
    assert {"system", "user", "developer", "own message"} <= shipped


def test_without_a_paragraph_the_declaration_is_the_system_text() -> None:
    """An empty file for ``--system`` leaves no empty turn behind, whatever the place."""
    case = in_format("hermes")[0]
    for place in ("system", "developer", "own message", "prefix"):
        prompt = _prompt(replace(case, format=_placed("hermes", place)), "")
        assert prompt.startswith("<|im_start|>system\nYou can call these tools:"), place
        assert prompt.count("<|im_start|>") == 3
    prompt = _prompt(replace(case, format=_placed("hermes", "user")), "")
    assert prompt.startswith("<|im_start|>user\nYou can call these tools:")


def test_a_template_without_such_a_turn_is_told_of() -> None:
    """Where a template has no developer's turn, tools are declared in the system's, with a note."""
    chat = byte_chat()
    poor = Chat(chat.tokenizer, replace(chat.frames, own={}))
    formats = [LIBRARY.load(name) for name in ("functiongemma", "harmony", "kimi_k3", "hermes")]
    assert list(place_notes(chat, formats)) == []
    first, second = place_notes(poor, formats)
    assert "no developer turn" in first
    assert "functiongemma, harmony declare tools" in first
    assert "kimi_k3 declares tools" in second
    turns = opening_turns(formats[0], "S", markup("D"), data("U"))
    for mode in ("append", "template"):
        history = make_history(mode, poor)
        history.open(turns)
        written = _TURN.format("system", "S\n\nD") + _TURN.format("user", "U")
        assert poor.tokenizer.decode(history.prompt) == f"{written}<|im_start|>assistant\n"


def test_a_record_holds_what_the_conversation_began_with() -> None:
    """The declaration is recorded in its turn, and the first ask is the last that is."""
    for name in ("hermes", "llama3_json", "functiongemma", "kimi_k3"):
        case = replace(sample()[0], format=LIBRARY.load(name))
        shown = list(make_beginning(Episode(case), case.format).shown)
        roles = [role for role, _ in shown]
        own = {"functiongemma": ["developer"], "kimi_k3": ["system"]}.get(name, [])
        assert roles == ["system", *own, "user"]
        assert sum("You can call these tools:" in plain(pieces) for _, pieces in shown) == 1
        steps = rollout(case, Setting(byte_chat()))
        assert next(steps).prompt == first_prompt(Episode(case), case.format, byte_chat())


def test_earlier_exchanges_stand_between_the_declaration_and_the_ask() -> None:
    """With a declaration in the user's turn, the first exchange's ask is what it stands before."""
    case = replace(in_format("hermes")[0], shift="long", format=_placed("hermes", "user"))
    beginning = make_beginning(Episode(case), case.format)
    assert [role for role, _ in beginning.turns] == ["system", "user"]
    assert plain(beginning.turns[1][1]).startswith("You can call these tools:")
    assert beginning.settled[-1][0] == "user"
    *_, (first, declared), (role, ask) = beginning.shown
    assert (first, role) == ("user", "user")
    assert declared == beginning.turns[1][1]
    assert ask == beginning.settled[-1][1]

"""Exact questions about a model's words."""

from cases import for_each

from toolbench_ood.tasks.reply import Reply


@for_each(
    ("text", "number"),
    [
        ("42", 42),
        ("The total is 1,250.50 euros.", 1250.5),
        ("It is 7. Yes, 7!", 7),
        ("-3", -3),
        ("\u22123 degrees", -3),
        ("12\u202f500", 12500),
        ("**18**", 18),
        ("3 or 4", None),
        ("none at all", None),
        ("on 2030-05-01 at 09:30", None),
        ("ticket AB-12 and v1.2.3", None),
        ("on 2030-05-01 there were 5", 5),
    ],
)
def test_the_one_number(text: str, number: float | None) -> None:
    """One number that stands by itself counts; several, and digits of dates and ids, do not."""
    assert Reply(text).number() == number


@for_each(
    ("text", "named"),
    [
        ("Pine", {"Pine"}),
        ("It is pine hall.", {"Pine Hall"}),
        ("Pine Hall and Pine", {"Pine Hall", "Pine"}),
        ("Pineapple", set()),
        ("neither", set()),
        ("Ash, not Pine", {"Ash", "Pine"}),
    ],
)
def test_the_named(text: str, named: set[str]) -> None:
    """Whole words count, in any case; a name within a longer candidate does not."""
    assert Reply(text).named(["Pine", "Pine Hall", "Ash"]) == named


SAYS = (
    *("NOT MOVED", "not moved", "Not moved.", "**NOT MOVED**", "`not moved`", "“Not moved.”"),
    *(
        "NOT MOVED. I have no tool for it.",
        "NOT MOVED - I have no tool",
        "NOT MOVED, since I can't",
    ),
    *("NOT MOVED (I have no tool)", "NOT MOVED\n\nI have no tool.", "Answer: NOT MOVED"),
    *("I have no tool for it. Not moved!", "Sorry, NOT MOVED.", "The event is NOT MOVED."),
    *("I can't.\n\n> *NOT MOVED*", "not  moved", "NOT_MOVED", "# Not moved"),
)
SAYS_NOT = (
    *("", "Done.", "MOVED", "Moved; not a problem.", "NOTMOVED", "not yet moved", "unmoved"),
    *("I have not moved it, but cancelled it.", "It was not moved by me but by you"),
    *("Done: the event that was not moved so far is moved.", "I can't do that."),
)


def test_a_form_is_recognised_however_it_is_written() -> None:
    """Case, punctuation, markdown and words around it are free; other words are another form."""
    assert [text for text in SAYS if not Reply(text).says("NOT MOVED")] == []
    assert [text for text in SAYS_NOT if Reply(text).says("NOT MOVED")] == []


def test_a_form_may_have_several_parts() -> None:
    """What stands between the words of a form is free as well, but for words."""
    says = ("missing: start time", "MISSING — **Start time**", "It is MISSING: START TIME.")
    says_not = ("missing: time", "Missing: the start time", "start time", "missing")
    assert all(Reply(text).says("MISSING: START TIME") for text in says)
    assert not any(Reply(text).says("MISSING: START TIME") for text in says_not)

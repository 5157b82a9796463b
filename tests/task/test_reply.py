"""Exact questions about a model's words."""

from cases import for_each

from toolbench_ood.task.reply import Reply


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

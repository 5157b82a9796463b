"""What must not be published."""

from cases import for_each

from toolbench_ood.leaderboard.scrub import scrub


@for_each(
    ("given", "published"),
    [
        ("/home/someone/checkpoints/step-300", "step-300"),
        ("/home/some one/check points/step 300/", "step 300"),
        ("C:\\Users\\someone\\step-300", "step-300"),
        ("the template /home/someone/t.jinja refused", "the template t.jinja refused"),
        ("~/models/step-300", "step-300"),
        ("log in '/tmp/x/y.log'", "log in 'y.log'"),
        ("http://10.0.0.7:8000/v1", "URL"),
        ("asked https://gpu.lab.example:8000/v1/models", "asked URL"),
    ],
)
def test_paths_and_addresses_are_cut(given: str, published: str) -> None:
    """Only the last part of a path remains, and nothing of an address."""
    assert scrub(given) == published
    assert scrub({"a": [given, {"b": given}]}) == {"a": [published, {"b": published}]}


@for_each(
    "kept",
    [
        "organisation/model",
        "calendar/task_x.py::x[none][hermes][0]",
        "<tool_call>{}</tool_call>",
        "and/or, 3 / 4",
        "",
        7,
        None,
        True,
        0.5,
    ],
)
def test_all_else_is_kept(kept: object) -> None:
    """Hub ids, case ids, tags and numbers are published as they are."""
    assert scrub(kept) == kept

"""``--limit`` takes cases from all tasks before a second one of any."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.run.spread import Place, spread


def world(suites: dict[str, int], formats: int, shifts: int, seeds: int) -> list[Place]:
    """Every case of suites with so many tasks; the first half of the suites is held out."""
    return [
        Place(
            "held_out" if number < len(suites) / 2 else "train",
            suite,
            f"t{task}",
            f"f{f}",
            f"s{shift}",
            seed,
        )
        for number, (suite, tasks) in enumerate(suites.items())
        for task in range(tasks)
        for seed in range(seeds)
        for shift in range(shifts)
        for f in range(formats)
    ]


def even(counts: Counter[str], of: int) -> bool:
    """Whether no two of so many names differ by more than one."""
    return max(counts.values()) - (min(counts.values()) if len(counts) == of else 0) <= 1


def few(places: list[Place], limit: int) -> tuple[Place, ...]:
    return spread(places, limit, lambda place: place)


@given(
    sizes=st.lists(st.integers(1, 7), min_size=1, max_size=5),
    formats=st.integers(1, 5),
    shifts=st.integers(1, 4),
    seeds=st.integers(1, 3),
    share=st.floats(0, 1),
)
def test_a_whole_crossing_is_spread_evenly(
    sizes: list[int], formats: int, shifts: int, seeds: int, share: float
) -> None:
    """Tasks, formats and shifts each get equal numbers, and seeds come last."""
    places = world({f"w{n}": size for n, size in enumerate(sizes)}, formats, shifts, seeds)
    limit = 1 + int(share * (len(places) - 1))
    kept = few(places, limit)
    assert len(kept) == limit
    assert list(kept) == [place for place in places if place in set(kept)]
    tasks = Counter(place[:3] for place in kept)
    assert max(tasks.values()) - (min(tasks.values()) if len(tasks) == sum(sizes) else 0) <= 1
    if limit <= sum(sizes):
        assert even(Counter(place.format for place in kept), formats)
        assert even(Counter(place.shift for place in kept), shifts)
    for task, count in tasks.items():
        own = [place for place in kept if place[:3] == task]
        assert even(Counter(place.format for place in own), formats)
        assert len({(place.format, place.shift) for place in own}) == min(count, formats * shifts)
        assert max(place.seed for place in own) == (count - 1) // (formats * shifts)


def test_few_cases_come_from_every_suite_and_shift() -> None:
    """With fewer cases than tasks, splits, suites, formats and shifts have equal shares."""
    places = world({"a": 20, "b": 10, "c": 30, "d": 5}, formats=6, shifts=3, seeds=2)
    for limit in (2, 4, 12, 18, 40):
        kept = few(places, limit)
        assert len({place[:3] for place in kept}) == limit
        for axis, of in (("split", 2), ("suite", 4), ("format", 6), ("shift", 3)):
            counts = Counter(getattr(place, axis) for place in kept)
            room = axis in {"suite", "split"} and limit == 40  # d has but five tasks
            assert even(counts, of) or room, (limit, axis, counts)
    assert Counter(place.suite for place in few(places, 40)) == {"a": 13, "b": 10, "c": 12, "d": 5}


def test_tasks_are_taken_from_the_whole_length_of_a_suite() -> None:
    """The first files of a suite are not all that is played."""
    kept = few(world({"a": 20}, formats=1, shifts=1, seeds=1), 4)
    assert [place.task for place in kept] == ["t0", "t5", "t10", "t15"]


def test_missing_cases_are_made_up_for() -> None:
    """A task that a shift cannot apply to has its cases in others, and none is taken twice."""
    places = [
        place
        for place in world({"a": 4}, formats=2, shifts=3, seeds=1)
        if place.task != "t0" or place.shift == "s0"
    ]
    kept = few(places, 11)
    assert len(set(kept)) == 11
    assert Counter(place.task for place in kept) == {"t0": 2, "t1": 3, "t2": 3, "t3": 3}
    assert few(places, 1000) == tuple(places)

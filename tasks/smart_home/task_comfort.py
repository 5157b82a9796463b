"""Tasks about heating, lamps and blinds."""

from dataclasses import replace
from random import Random
from typing import Any, get_args

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import clock

from .draw import add_lamp, add_room, add_window
from .records import Blind, Lamp, Tone
from .situations import devices, rooms_on
from .solutions import get_floor, get_rooms, ids_of, level, typed
from .world import SmartHome


@task(kind="parallel")
def heats_three_rooms(world: SmartHome, rng: Random) -> Turns:
    """Three rooms, each with its own temperature and end time, one of them without an end."""
    rooms = rng.sample(list(world.home.rooms.values()), 3)
    ends = [_end(rng), _end(rng), None]
    rng.shuffle(ends)
    degrees = rng.sample(range(18, 26), 3)
    wanted = [
        replace(room, target_celsius=celsius, heat_until=end)
        for room, celsius, end in zip(rooms, degrees, ends, strict=True)
    ]

    def solution(call: Caller) -> None:
        ids = ids_of(call("get_home")["rooms"])
        call.together(
            *(
                ("heat_room", _heating(ids[room.name], room.target_celsius, room.heat_until))
                for room in wanted
            )
        )

    first, second, third = (
        f"the {room.name} to {room.target_celsius} °C "
        + (f"until {room.heat_until}" if room.heat_until else "with no end time")
        for room in wanted
    )
    yield Ask(
        f"Please heat three rooms: {first}, {second}, and {third}.",
        paraphrase=f"It's chilly. Turn on the heating, please:\n- {third}\n- {first}\n- {second}",
        solution=solution,
    )

    assert rooms == wanted


@task(kind="missing_parameter")
def heats_a_room_for_a_guest(world: SmartHome, rng: Random) -> Turns:
    """Only the user knows which temperature the guest would like; the second ask says it."""
    room = rng.choice([*rooms_on(world.home, 1), *rooms_on(world.home, 2)])
    celsius, end = rng.randint(18, 26), _end(rng)
    before = replace(room)

    def solution(call: Caller) -> None:
        ids = ids_of(call("get_home")["rooms"])
        call("heat_room", **_heating(ids[room.name], celsius, end))

    reply = yield Ask(
        f"My aunt is staying in the {room.name} today. Please heat it until {end}, to the "
        "temperature that she mentioned on the phone. If you don't know everything you need, "
        "don't heat anything yet and reply with one word for what I haven't told you: room, "
        "temperature or time.",
        paraphrase=f"Until {end}, the {room.name} should be as warm as my aunt would like it; she "
        "told me a number when she called. In case there's something that I forgot to mention, "
        "leave the heating alone and just answer which it is (room, temperature or time).",
        solution=lambda _: "temperature",
    )
    assert reply.named(("room", "temperature", "time")) == {"temperature"}
    assert room == before

    yield Ask(
        f"Sorry, she'd like {celsius} °C.",
        paraphrase=f"Oh, of course. {celsius} degrees is what she asked for.",
        solution=solution,
    )
    assert room == replace(before, target_celsius=celsius, heat_until=end)


@task(kind="look_alike")
def dims_a_lamp_in_a_guest_room(world: SmartHome, rng: Random) -> Turns:
    """Four guest rooms: the floor leaves two of them, and an open window one of these."""
    lamp = _plant_guest_rooms(world, rng)
    percent, tone = rng.randrange(5, 60), rng.choice(get_args(Tone))
    wanted = replace(lamp, is_on=True, level_percent=percent, tone=tone)

    def dim(call: Caller, floor: int) -> None:
        rooms = call("get_home")["rooms"]
        named = [row for row in rooms if row["name"] == "Guest room" and row["floor"] == floor]
        opened = get_rooms(call, [row["id"] for row in named])
        airy = next(room for room in opened if _has_open_window(room))
        (found,) = typed(airy["devices"], "lamp")
        call("set_level", device_id=found["id"], level_percent=percent, tone=tone)

    yield Ask(
        "We have several guest rooms, and one guest room on floor 1 has its window open. Set the "
        f"night lamp in that room to {percent} percent with a {tone} tone.",
        paraphrase=f"I'd like a {tone} light at {percent} percent from the night lamp in one guest "
        "room: the one on floor 1 whose window is open.",
        solution=lambda call: dim(call, 1),
        tempting=lambda call: dim(call, 2),
    )

    assert lamp == wanted


def _plant_guest_rooms(world: SmartHome, rng: Random) -> Lamp:
    """Add guest rooms, two on each floor; return the lamp of the one to find."""
    home, lamps = world.home, {}
    for floor in (2, 1):
        rooms = [add_room(rng, home, "Guest room", floor) for _ in range(2)]
        lamps = {room.id: add_lamp(rng, home, room, "night lamp") for room in rooms}
        windows = [add_window(rng, home, room) for room in rooms]
        airy = rng.choice(windows)
        airy.is_open = True
    lamps[airy.room_id].level_percent = rng.randrange(65, 101)
    return lamps[airy.room_id]


def _has_open_window(room: Any) -> bool:
    return any(row["is_open"] for row in typed(room["devices"], "window_sensor"))


@task(kind="irrelevant")
def sets_the_blinds_of_a_floor(world: SmartHome, rng: Random) -> Turns:
    """Words alone for a sum about animals; then every blind of a floor, room by room."""
    home, floor, percent = world.home, rng.choice((0, 1)), rng.randrange(5, 50, 5)
    spiders, cows = rng.sample(range(3, 20), 2)
    blinds = [blind for room in rooms_on(home, floor) for blind in devices(home, Blind, room)]
    for blind in blinds:
        blind.level_percent = rng.randrange(50, 101)
    before = [replace(blind) for blind in blinds]

    def solution(call: Caller) -> None:
        found = typed(get_floor(call, floor), "blind")
        call.together(*(level(row["id"], percent) for row in found))

    reply = yield Ask(
        f"My son would like to know how many legs {spiders} spiders and {cows} cows have "
        "altogether. Reply with just the number.",
        paraphrase=f"Here's a puzzle. Some animals are in a barn, {cows} cows and {spiders} "
        "spiders. What's the total number of their legs? Only the number, please.",
        solution=lambda _: str(8 * spiders + 4 * cows),
    )
    assert reply.number() == 8 * spiders + 4 * cows
    assert blinds == before

    yield Ask(
        f"Thanks! And please set the blinds in all rooms on floor {floor} to {percent} percent.",
        paraphrase=f"Great. Next, the blinds: each one on floor {floor} should be {percent} "
        "percent open.",
        solution=solution,
    )
    assert all(blind.level_percent == percent for blind in blinds)


def _end(rng: Random) -> str:
    return clock(rng.randrange(18 * 60, 24 * 60, 5))


def _heating(room_id: str, celsius: int | None, end: str | None) -> dict[str, Any]:
    heating = {"room_id": room_id, "target_celsius": celsius}
    return heating if end is None else {**heating, "heat_until": end}

"""Tasks about what is on, what it takes, and what a circuit bears."""

from collections.abc import Generator
from random import Random
from typing import Any

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .situations import every, held, pick_rooms, plan_of, spell_list, start, widen
from .steps import look_into, room_ids, room_rows
from .things import Device, Room
from .words import NOVELS
from .world import SmartHome


@task(kind="several_asks")
def finds_then_stops_the_greediest(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Say what takes most of what is on in three rooms; stop it and dim the lamps there."""
    rooms = pick_rooms(world, rng, 3)
    greediest = _let_run(world, rng, rooms)
    room, level = world.rooms[greediest.room_id], rng.randrange(5, 60)
    lamps = held(world, room, "lamp")
    for lamp in lamps:
        lamp.level_percent = rng.randrange(65, 101)
    lit = [lamp for lamp in lamps if lamp.turned_on]
    names, known = [each.label for each in rooms], list[Any]()

    def find(call: Caller) -> str:
        known[:] = look_into(call, room_ids(call, *names))
        running = [row for each in known for row in each["devices"] if row.get("turned_on")]
        return str(max(running, key=lambda row: int(row["rated_watts"]))["label"])

    def act(call: Caller) -> None:
        running = [(row, each) for each in known for row in each["devices"] if row.get("turned_on")]
        most, where = max(running, key=lambda pair: int(pair[0]["rated_watts"]))
        order = {"switched_device_id": most["device_id"], "power_state": "off"}
        dims = [
            ("dim_fixture", {"fixture_id": row["device_id"], "fixture_percent": level})
            for row in where["devices"]
            if row["kind"] == "lamp" and row["turned_on"]
        ]
        call.together(("switch_devices", {"switch_orders": [order]}), *dims)

    reply = yield Ask(
        f"Of everything that is on in the {spell_list(names)}, what takes the most watts? Just "
        "give its label.",
        solution=find,
        paraphrase=f"I wonder which device draws the most power in the {spell_list(names)} at "
        "the moment, of those that run. Answer with its label alone.",
    )
    labels = [device.label for each in rooms for device in world.devices_in(each.id)]
    assert reply.named(labels) == {greediest.label}

    yield Ask(
        f"Turn that off, and dim the lamps that are on in the same room to {level} percent.",
        solution=act,
        paraphrase=f"Then off with it. In the room where it stands, the lamps that are lit should "
        f"shine at {level} percent only.",
    )
    assert greediest.turned_on is False
    assert all(lamp.turned_on and lamp.level_percent == level for lamp in lit)


@task(kind="aggregate")
def turns_a_floor_off(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Turn off all that is on on one floor and say how many watts that saves together."""
    floor = rng.choice((0, 1))
    rooms = [room for room in world.rooms.values() if room.floor == floor]
    for room in rooms:
        start(world, rng.choice(held(world, room, "lamp", "appliance")))
    on = [device for room in rooms for device in world.devices_in(room.id) if device.turned_on]
    saved = sum(device.rated_watts for device in on)

    def solution(call: Caller) -> str:
        ids = [row["id"] for row in room_rows(call) if row["floor"] == floor]
        running = [
            row for room in look_into(call, ids) for row in room["devices"] if row.get("turned_on")
        ]
        orders = [{"switched_device_id": row["device_id"], "power_state": "off"} for row in running]
        call("switch_devices", switch_orders=orders)
        return str(sum(int(row["rated_watts"]) for row in running))

    reply = yield Ask(
        f"Turn off whatever is on in the rooms of floor {floor}, and tell me with a number alone "
        "how many rated watts that was in all.",
        solution=solution,
        paraphrase=f"Nothing on floor {floor} should be on any more. When you have turned it all "
        "off, add up the rated watts of what you turned off and answer with just that number.",
    )

    assert not any(device.turned_on for device in on)
    assert reply.number() == saved


@task(kind="recovery")
def makes_room_on_a_circuit(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """The circuit is overloaded; the ask says to turn off what takes most of it then."""
    wanted, greedy = _crowd_circuit(world, rng)
    room, name = world.rooms[wanted.room_id], wanted.label

    def solution(call: Caller) -> None:
        rows = room_rows(call)
        ids = {row["label"]: row["id"] for row in rows}
        (inside,) = look_into(call, [ids[room.label]])
        target = next(row for row in inside["devices"] if row["label"] == name)
        on = {"switched_device_id": target["device_id"], "power_state": "on"}
        call.failing("switch_devices", switch_orders=[on])
        running = [
            row
            for each in look_into(call, ids.values())
            for row in each["devices"]
            if row.get("turned_on") and row["circuit_id"] == target["circuit_id"]
        ]
        most = max(running, key=lambda row: int(row["rated_watts"]))
        off = {"switched_device_id": most["device_id"], "power_state": "off"}
        call("switch_devices", switch_orders=[off, on])

    yield Ask(
        f"Turn on the {name} in the {room.label}, please. If its circuit can't bear that, first "
        "turn off, of all that is running on that circuit, the one device that takes the most "
        "watts, wherever it is.",
        solution=solution,
        paraphrase=f"The {room.label}'s {name} should be running. Is its circuit too full for "
        "that? Then whatever is on there and draws most goes off, in whichever room that may be, "
        "and nothing else does.",
    )

    assert wanted.turned_on
    assert greedy.turned_on is False


@task(kind="constraint")
def heats_within_a_margin(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """The strongest heater that a circuit bears leaves too little; find one that does."""
    (room,), margin = pick_rooms(world, rng, 1), rng.randrange(100, 200, 10)
    right = _plant_heaters(world, rng, room, margin)

    def switch(call: Caller, spare_watts: int) -> None:
        circuits, rows = call.together(
            ("sense_home", {"home_part": "circuits"}), ("sense_home", {"home_part": "rooms"})
        )
        left = {row["id"]: row["limit_watts"] - row["load_watts"] for row in circuits}
        id_ = next(row["id"] for row in rows if row["label"] == room.label)
        (inside,) = look_into(call, [id_])
        fit = [
            row
            for row in inside["devices"]
            if row["label"].startswith("panel heater")
            and left[row["circuit_id"]] - row["rated_watts"] >= spare_watts
        ]
        best = max(fit, key=lambda row: int(row["rated_watts"]))["device_id"]
        call("switch_devices", switch_orders=[{"switched_device_id": best, "power_state": "on"}])

    yield Ask(
        f"It's cold in the {room.label}. Turn on one of the panel heaters in there, the strongest "
        f"that still leaves {margin} watts or more of its circuit unused.",
        solution=lambda call: switch(call, margin),
        tempting=lambda call: switch(call, 0),
        paraphrase=f"Exactly one panel heater in the {room.label} should be on. With it running, "
        f"its circuit must have at least {margin} watts to spare; among those for which this "
        "holds, take the one with the most watts.",
    )

    assert right.turned_on


@task(kind="irrelevant")
def closes_blinds_after_a_novel(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Words alone for a question about books; then every blind of a floor, room by room."""
    floor, level = rng.choice((0, 1)), rng.choice((0, 0, 10, 25, 45))
    about = rng.choice(NOVELS)
    blinds = [each for each in every(world, "blind") if world.rooms[each.room_id].floor == floor]
    for blind in blinds:
        blind.level_percent = rng.randrange(50, 101)

    def solution(call: Caller) -> None:
        ids = [row["id"] for row in room_rows(call) if row["floor"] == floor]
        found = [
            row["device_id"]
            for room in look_into(call, ids)
            for row in room["devices"]
            if row["kind"] == "blind"
        ]
        call.together(
            *(("dim_fixture", {"fixture_id": id_, "fixture_percent": level}) for id_ in found)
        )

    reply = yield Ask(
        f"I'm looking for a novel about {about}. Which one would you recommend?",
        solution=lambda _: "I only know this house and its devices, so I had better not guess.",
        paraphrase=f"Can you think of a good book in which {about} is what it is all about?",
    )
    assert reply.text

    blinds_there = f"the blinds in all rooms of floor {floor}"
    wish = f"close {blinds_there}" if level == 0 else f"set {blinds_there} to {level} percent open"
    shut = "closed altogether" if level == 0 else f"{level} percent open"
    yield Ask(
        f"I'll ask a bookseller. But please {wish}.",
        solution=solution,
        paraphrase=f"Never mind, then. On floor {floor}, each room's blind should be {shut}.",
    )
    assert all(blind.level_percent == level for blind in blinds)


def _let_run(world: SmartHome, rng: Random, rooms: list[Room]) -> Device:
    """Let an appliance and a lamp run in each room; return the appliance that takes most."""
    running = []
    for room in rooms:
        (appliance,) = held(world, room, "appliance")
        appliance.rated_watts = max(appliance.rated_watts, 100)
        start(world, appliance)
        start(world, rng.choice(held(world, room, "lamp")))
        running.append(appliance)
    most = rng.choice(running)
    highest = max(each.rated_watts for each in running)
    circuit = world.circuits[most.circuit_id or ""]
    widen(world, circuit.id, circuit.limit_watts + highest)
    most.rated_watts = highest + rng.randrange(5, 90)
    widen(world, circuit.id, circuit.limit_watts + most.rated_watts)
    return most


def _crowd_circuit(world: SmartHome, rng: Random) -> tuple[Device, Device]:
    """Let one appliance keep another from running; return the other, then the one."""
    able = [each for each in every(world, "appliance") if each.rated_watts > 200]
    wanted, greedy = rng.sample(able, 2)
    for each in every(world, "appliance"):
        if each.circuit_id == wanted.circuit_id:
            each.turned_on = False
    greedy.circuit_id, wanted.turned_on = wanted.circuit_id, False
    greedy.turned_on = True
    circuit_id = wanted.circuit_id or ""
    least = max(0, wanted.rated_watts - greedy.rated_watts)
    spare = rng.randrange(least, wanted.rated_watts)
    widen(world, circuit_id, world.load_watts(circuit_id) + spare)
    return wanted, greedy


def _plant_heaters(world: SmartHome, rng: Random, room: Room, margin: int) -> Device:
    """Plant four heaters: too strong, strong but with too little left, right, and weak."""
    first, second = rng.sample(list(world.circuits), 2)
    left = {id_: world.circuits[id_].limit_watts - world.load_watts(id_) for id_ in (first, second)}
    tempting = left[first] - rng.randrange(10, margin - 10)
    right = left[first] - margin - rng.randrange(0, 40)
    weak = right - rng.randrange(50, 150)
    strong = left[second] + rng.randrange(50, 400)
    rated = [(first, tempting), (first, right), (second, weak), (second, strong)]
    numbers = rng.sample(range(1, 5), 4)
    made = []
    for number, (circuit_id, watts) in zip(numbers, rated, strict=True):
        heater = plan_of(world, rng).add_appliance(f"panel heater {number}", room, 100)
        heater.circuit_id, heater.rated_watts, heater.turned_on = circuit_id, watts, False
        made.append(heater)
    return made[1]

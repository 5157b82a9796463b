"""Tasks about what is on, how much power it uses, and what a circuit can take."""

from dataclasses import replace
from random import Random
from typing import Any

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import listed

from .draw import add_appliance
from .records import Appliance, Lamp, PoweredDevice, Room
from .situations import devices, pick_room, rooms_on, run
from .solutions import (
    get_floor,
    get_named,
    get_rooms,
    ids_of,
    level,
    most_watts,
    running,
    switch,
    typed,
)
from .world import SmartHome


@task(kind="several_asks")
def turns_off_the_biggest_consumer(world: SmartHome, rng: Random) -> Turns:
    """Say what uses the most power in three rooms; turn it off and dim the lamps beside it."""
    home = world.home
    rooms = rng.sample(list(home.rooms.values()), 3)
    biggest = _run_in_each(world, rng, rooms)
    percent = rng.randrange(5, 60)
    lamps = devices(home, Lamp, home.rooms[biggest.room_id])
    for lamp in lamps:
        lamp.level_percent = rng.randrange(65, 101)
    wanted = [
        replace(lamp, level_percent=percent) if lamp.is_on else replace(lamp) for lamp in lamps
    ]
    names, known = [room.name for room in rooms], list[Any]()

    def find(call: Caller) -> str:
        known[:] = get_named(call, *names)
        found = most_watts(running([row for room in known for row in room["devices"]]))
        return str(found["name"])

    def act(call: Caller) -> None:
        found = most_watts(running([row for room in known for row in room["devices"]]))
        room = next(room for room in known if room["id"] == found["room_id"])
        lit = running(typed(room["devices"], "lamp"))
        call.together(switch(found["id"], on=False), *(level(row["id"], percent) for row in lit))

    reply = yield Ask(
        f"Of everything that is on in the {listed(names)}, what uses the most power? Reply with "
        "just the name of the device.",
        paraphrase=f"Which device in the {listed(names)} draws the most watts, out of those that "
        "are on? Tell me only its name.",
        solution=find,
    )
    named = {device.name for room in rooms for device in home.devices_in(room)}
    assert reply.named(named) == {biggest.name}

    yield Ask(
        f"Turn it off, and dim the lamps that are on in the same room to {percent} percent.",
        paraphrase="OK, switch that off. As for the lamps that are on in the room it's in, set "
        f"them all to {percent} percent.",
        solution=act,
    )
    assert not biggest.is_on
    assert lamps == wanted


def _run_in_each(world: SmartHome, rng: Random, rooms: list[Room]) -> Appliance:
    """Let an appliance and a lamp be on in each room; return the appliance that uses the most."""
    home, appliances = world.home, []
    for room in rooms:
        (appliance,) = devices(home, Appliance, room)
        appliance.rated_watts = max(appliance.rated_watts, 100)
        run(home, appliance)
        run(home, rng.choice(devices(home, Lamp, room)))
        appliances.append(appliance)
    biggest = rng.choice(appliances)
    biggest.rated_watts = max(each.rated_watts for each in appliances) + rng.randrange(5, 90, 5)
    for circuit in home.circuits.values():
        circuit.limit_watts = home.load_watts(circuit.id) + rng.randrange(600, 1100, 20)
    return biggest


@task(kind="aggregate")
def turns_off_a_floor(world: SmartHome, rng: Random) -> Turns:
    """Turn off all that is on on one floor, and say how many watts that saves in total."""
    home, floor = world.home, rng.choice((0, 1))
    rooms = rooms_on(home, floor)
    for room in rooms:
        run(home, rng.choice([*devices(home, Lamp, room), *devices(home, Appliance, room)]))
    on = [each for room in rooms for each in devices(home, PoweredDevice, room) if each.is_on]
    saved = sum(device.rated_watts for device in on)

    def solution(call: Caller) -> str:
        found = running(get_floor(call, floor))
        call.together(switch(*(row["id"] for row in found), on=False))
        return str(sum(int(row["rated_watts"]) for row in found))

    reply = yield Ask(
        f"Turn off all devices that are on in the rooms on floor {floor}, and reply with just the "
        "sum of their rated watts.",
        paraphrase=f"Nothing should stay on in any room on floor {floor}, so please switch off "
        "whatever is. Then add up the rated watts of everything that you've switched off, and tell "
        "me only the total.",
        solution=solution,
    )

    assert not any(device.is_on for device in on)
    assert reply.number() == saved


@task(kind="recovery")
def frees_power_for_an_appliance(world: SmartHome, rng: Random) -> Turns:
    """The circuit can't take the appliance; the ask says what to turn off then."""
    home = world.home
    wanted, biggest = _crowd_a_circuit(world, rng)
    room = home.rooms[wanted.room_id].name

    def solution(call: Caller) -> None:
        ids = ids_of(call("get_home")["rooms"])
        (opened,) = get_rooms(call, [ids[room]])
        target = next(row for row in opened["devices"] if row["name"] == wanted.name)
        _, arguments = switch(target["id"], on=True)
        call.failing("switch_devices", **arguments)
        rows = [row for each in get_rooms(call, ids.values()) for row in each["devices"]]
        on = [row for row in running(rows) if row["circuit_id"] == target["circuit_id"]]
        call.together(switch(most_watts(on)["id"], on=False), ("switch_devices", arguments))

    yield Ask(
        f"Turn on the {wanted.name} in the {room}, please. If that's too much for its circuit, "
        "first turn off the device that uses the most power on that circuit at the moment, "
        "whichever room it is in.",
        paraphrase=f"I need the {wanted.name} in the {room} to be on. Should that overload the "
        "circuit, find out what else is on there, in any room, switch off the one device with the "
        "most watts, and try again.",
        solution=solution,
    )

    assert (wanted.is_on, biggest.is_on) == (True, False)


def _crowd_a_circuit(world: SmartHome, rng: Random) -> tuple[Appliance, Appliance]:
    """Let one appliance keep another from being turned on; return the other, then the one."""
    home = world.home
    strong = [each for each in devices(home, Appliance) if each.rated_watts > 200]
    wanted, biggest = rng.sample(strong, 2)
    for each in devices(home, Appliance):
        each.is_on = each.is_on and each.circuit_id != wanted.circuit_id
    biggest.circuit_id, biggest.is_on = wanted.circuit_id, True
    least = max(0, wanted.rated_watts - biggest.rated_watts)
    spare = rng.randrange(least, wanted.rated_watts, 5)
    circuit = home.circuits[wanted.circuit_id]
    circuit.limit_watts = home.load_watts(circuit.id) + spare
    return wanted, biggest


@task(kind="constraint")
def turns_on_a_panel_heater(world: SmartHome, rng: Random) -> Turns:
    """The most powerful heater that a circuit can take leaves too little; find one that doesn't."""
    room, margin = pick_room(world.home, rng), rng.randrange(100, 200, 10)
    right = _plant_heaters(world, rng, room, margin)

    def turn_on(call: Caller, margin: int) -> None:
        shown = call("get_home")
        spare = {row["id"]: row["limit_watts"] - row["load_watts"] for row in shown["circuits"]}
        (opened,) = get_rooms(call, [ids_of(shown["rooms"])[room.name]])
        fitting = [
            row
            for row in opened["devices"]
            if row["name"].startswith("panel heater")
            and row["rated_watts"] + margin <= spare[row["circuit_id"]]
        ]
        call.together(switch(most_watts(fitting)["id"], on=True))

    yield Ask(
        f"It's cold in the {room.name}. Of the panel heaters in there, turn on the most powerful "
        f"one that leaves at least {margin} watts of its circuit unused.",
        paraphrase=f"Please switch on just one panel heater in the {room.name}. Once it's on, its "
        f"circuit must still have {margin} watts or more to spare. If that's true of several of "
        "them, choose the one with the most watts.",
        solution=lambda call: turn_on(call, margin),
        tempting=lambda call: turn_on(call, 0),
    )

    assert right.is_on


def _plant_heaters(world: SmartHome, rng: Random, room: Room, margin: int) -> Appliance:
    """Add four heaters: one that leaves too little, the right one, a weak and a too strong one."""
    home = world.home
    first, second = rng.sample(list(home.circuits), 2)
    tempting = home.spare_watts(first) - rng.randrange(10, margin - 10, 5)
    right = home.spare_watts(first) - margin - rng.randrange(0, 40, 5)
    weak = right - rng.randrange(50, 150, 5)
    strong = home.spare_watts(second) + rng.randrange(50, 400, 5)
    rated = [(first, tempting), (first, right), (second, weak), (second, strong)]
    heaters = [
        add_appliance(rng, home, room, f"panel heater {number}", 100)
        for number in rng.sample(range(1, 5), 4)
    ]
    for heater, (circuit_id, watts) in zip(heaters, rated, strict=True):
        heater.circuit_id, heater.rated_watts, heater.is_on = circuit_id, watts, False
    return heaters[1]

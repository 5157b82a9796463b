"""How the calendar's entries are spelt in the results of tools."""

import unicodedata

from toolbench_ood.types.value import Json

from .diary import Diary
from .entries import Event, Person, Room, Slot


def contains(text: str, part: str | None) -> bool:
    """Whether a text holds a part, case and accents aside; always when no part is given."""
    return part is None or _folded(part) in _folded(text)


def show_person(person: Person) -> Json:
    """Spell what a list shows of a person."""
    return {
        "person_id": person.id,
        "name": person.name,
        "team": person.team,
        "job_title": person.job_title,
    }


def show_person_in_full(diary: Diary, person: Person) -> Json:
    """Spell a person with who stands in for them."""
    deputy = diary.people[person.deputy_id]
    return {**show_person(person), "deputy": {"person_id": deputy.id, "name": deputy.name}}


def show_room(room: Room) -> Json:
    """Spell a room in full."""
    return {
        "room_id": room.id,
        "name": room.name,
        "floor": room.floor,
        "capacity": room.capacity,
        "equipment": list(room.equipment),
    }


def show_slot(slot: Slot) -> Json:
    """Spell a slot the way tools take it."""
    return {
        "date": slot.date.isoformat(),
        "start_time": slot.start_time,
        "duration_minutes": slot.duration_minutes,
    }


def summarise(event: Event) -> Json:
    """Spell what a list shows of an event."""
    return {"event_id": event.id, "title": event.title, **show_slot(event.slot)}


def show_event(diary: Diary, event: Event) -> Json:
    """Spell an event in full, with the names behind its ids."""
    people = [diary.people[person_id] for person_id in event.attendee_ids]
    return {
        "event_id": event.id,
        "title": event.title,
        "when": show_slot(event.slot),
        "organizer_id": event.organizer_id,
        "attendees": [
            {"person_id": person.id, "name": person.name}
            for person in sorted(people, key=lambda person: person.name)
        ],
        "room": None if event.room_id is None else show_room(diary.rooms[event.room_id]),
        "notes": event.notes,
        "visibility": event.visibility,
        "reminders": [
            {
                "minutes_before": reminder.minutes_before,
                "channel": reminder.channel,
                "note": reminder.note,
            }
            for reminder in sorted(event.reminders)
        ],
        "follow_up_id": event.follow_up_id,
    }


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))

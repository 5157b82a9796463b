"""Names, titles and texts that the calendar and its tasks are drawn from."""

from .records import Channel, Equipment

EARLIEST = "08:30"
"""No time that a task asks for starts before this."""
LATEST = "17:30"
"""No time that a task asks for ends after this."""

GIVEN_NAMES = (
    "Aoife", "Bartholomew", "Chiamaka", "Dragan", "Eun-ji", "Fatoumata", "Gunnar", "Hélène",
    "Ikaika", "José", "Kwabena", "Łucja", "Mireille", "Nikhil", "Oluwaseun", "Przemysław",
    "Quentin", "Rosalind", "Søren", "Thandiwe", "Umberto", "Veronika", "Wilhelmina", "Xiomara",
    "Yevgenia", "Zoë",
)  # fmt: skip
FAMILY_NAMES = (
    "Abernathy", "Bhattacharya", "Çelik", "D'Angelo", "Eriksson", "Fitzgerald", "Grünwald",
    "Hakimi", "Iwasaki", "Jørgensen", "Kowalczyk", "L'Hôpital", "Mbeki", "Núñez", "O'Brien",
    "Papadopoulos", "Quispe", "Rasmussen", "Saint-Just", "Tremblay", "Uzun", "Vlăduț", "Whitcombe",
    "Yamamoto", "Zimmermann",
)  # fmt: skip
JOB_TITLES = (
    "Analyst", "Counsel", 'Editor ("long reads")', "Engineer, level 2", "Head of R&D",
    "Illustrator", "Lead <interim>", "Planner", "Producer", "Team's coordinator",
)  # fmt: skip
ROOM_NAMES = (
    "Amber", "Birch", "Café Noir", "Dovecote", "Engine Room", "Fig & Olive", "Göteborg", "Harbour",
    "Ivy", "Juniper", "King's Cross", "Lantern", "Møller", "North Attic", "Orangery",
)  # fmt: skip
TOPICS = (
    "Archive", "Badge", "Billing", "Catering", "Contract", "Data retention", "Fire drill",
    "Glossary", "Hiring", "Inventory", "Landing page", "Mentoring", "Newsletter", "Onboarding",
    "Pricing", "Quarterly figures", "Release", "Signage", "Survey", "Warehouse",
)  # fmt: skip
PLAIN_FORMS = (
    "{} check-in", "{} planning", "{} review", "{} stand-up", "{} sync", "{} walkthrough",
    "{} workshop",
)  # fmt: skip
AWKWARD_FORMS = (
    '{} "dry run" & review', "{}: what's next?", "<{}> planning, part 2", "{} — café chat",
    "{} (10% draft)", "R&D\\{}\\notes", "{}, it's 'final' [v3]", "{{{}}} clean-up",
)  # fmt: skip
NOTES = (
    'Bring the "blue" folder & your badge',
    "Don't print it: 80 pages, <A4> only",
    "Agenda = costs, risks; then 'any other business'",
    "Dial-in: +44 20 7946 0018, code #4471",
    "Coffee at the café first — it's on me",
    "Read C:\\shared\\plan.txt, {section 2}",
    'The client said "maybe", so expect [open] questions',
)
FAREWELLS = (
    'Sorry! We will call it "done" & move on',
    "Don't come: it's off, see <wiki/Calendar>",
    "Cancelled; questions to Zoë's desk, please",
    "No replacement yet -- 50% chance of {next week}",
    'Reply "ok" [one word] so that we know you saw this',
    "Désolé, à bientôt = see you soon",
)
CHATS = (
    (
        "First, something unrelated: write me a limerick about {name}, who has taken up knitting.",
        "Before we get to work, I'd like a limerick about {name}, a keen beginner at knitting.",
    ),
    (
        "Quick question first: how would you explain to {name}, in two sentences, why bread rises?",
        "{name} wants to know what makes bread rise. Please explain it in two sentences.",
    ),
    (
        "First, translate “The early bird catches the worm” into French for {name}, please.",
        "{name} needs a French version of “The early bird catches the worm”. What would you say?",
    ),
    (
        "{name} and I need cheering up. Tell us a joke about a penguin at a bus stop.",
        "Can you make {name} and me laugh? We'd like a joke about a penguin waiting for a bus.",
    ),
    (
        "Off topic: {name} has adopted an orange cat that is always grumpy. Suggest a name for it.",
        "What could {name} call a new cat, an orange one that is always grumpy? One idea, please.",
    ),
)
"""Small talk that has nothing to do with calendars, in two wordings."""
LAST_WORDS = ("ENCORE", "CURTAIN", "AVANTI")
CHANNELS: dict[Channel, str] = {"email": "email", "chat": "chat", "sms": "SMS"}
EQUIPMENT: dict[Equipment, str] = {
    "phone": "a phone",
    "screen": "a screen",
    "video": "video conferencing",
    "whiteboard": "a whiteboard",
}
"""How asks name channels and equipment."""

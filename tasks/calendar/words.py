"""Names, titles and texts that calendars are filled with."""

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
        "Before anything else: could you write me a limerick about a lighthouse keeper who knits?",
        "First I'd love a limerick from you, about somebody who keeps a lighthouse and knits.",
    ),
    (
        "Quick question first: why does bread rise, in two sentences a child understands?",
        "What is it that lets bread rise? Tell me first, in two sentences that suit a child.",
    ),
    (
        "To begin with, translate “The early bird catches the worm” into French for me, please.",
        "I need a French version of “The early bird catches the worm” before we start.",
    ),
    (
        "Do you mind cheering me up? Tell me a joke about a penguin at a bus stop.",
        "I could do with a laugh: make up a joke in which a penguin stands at a bus stop.",
    ),
    (
        "Let's start lightly: suggest a name for my neighbour's grumpy orange cat, and say why.",
        "My neighbour has an orange cat, always grumpy. What should it be called, and why?",
    ),
)
"""What has nothing to do with calendars, said in two ways."""

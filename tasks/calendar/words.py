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
        "Before anything else: could you write me a limerick about {name}, who has begun to knit?",
        "First I'd love a limerick from you. Its hero is {name}, whose new pastime is knitting.",
    ),
    (
        "Quick question first: in two short sentences, how do I explain to {name} why bread rises?",
        "What is it that lets bread rise? {name} wonders, and I want to answer in two sentences.",
    ),
    (
        "To begin with, translate “The early bird catches the worm” into French; {name} asked me.",
        "{name} wants to know what “The early bird catches the worm” is in French. Say it, please.",
    ),
    (
        "Do you mind cheering me and {name} up? Tell us a joke about a penguin at a bus stop.",
        "{name} and I could do with a laugh: make up a joke in which a penguin waits for a bus.",
    ),
    (
        "Let's start lightly: what could {name} call a grumpy orange cat, and why just that?",
        "{name} has an orange cat, always grumpy. Which name would you give it, and why that?",
    ),
)
"""What has nothing to do with calendars, said in two ways."""

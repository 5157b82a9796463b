"""Names and texts that the airline's records and the tasks are drawn from."""

CITIES = (
    ("ELV", "Elvøya"), ("MRQ", "Marroquí"), ("TSK", "Tskalta"), ("HNK", "Hinaki"),
    ("ZBR", "Zaberra"), ("OSL", "Öselby"), ("PNT", "Pentewan"), ("KWL", "Kwalima"),
)  # fmt: skip
FLYERS = (
    "Ingeborg Vestergaard", "Rashid al-Mansoori", "Chipo Moyo", "Tomasz Wiśniewski",
    "Luz Marina Arévalo", "Hemi Ngata", "Saoirse O'Malley", "Dilnoza Karimova",
    "Étienne Beaufort", "Makoto Shirakawa", "Anneliese Grünbaum", "Kofi Asante-Darko",
    "Paola D'Amico", "Vikram Chaudhari", "Sunniva Lie", "Emeka Onwudiwe", "Radka Horáčková",
    "Fernão Teles", "Leilani Kahale", "Magnus Þórsson",
)  # fmt: skip
MAIL_HOSTS = ("post.example", "isles.example", "mail.example")
NOTES = (
    'Crew said "no charge" at the gate; see log <7>',
    "Stranded overnight & given wrong advice",
    "Delay > 3 h, promise of 'full waiver' on tape",
    "Agent #12: rebooked by us, don't bill [twice]",
    "Vol annulé — pas de frais, s.v.p.",
    "Form C\\4 {signed} by the duty manager",
)
SMALL_TALK = (
    "How do you say “good morning, captain” in Portuguese?",
    "Which is heavier, a litre of oil or a litre of water?",
    "Give me a pun about umbrellas.",
    "What rhymes with “runway”? Three words will do.",
    "In one sentence, why is the sky blue?",
)

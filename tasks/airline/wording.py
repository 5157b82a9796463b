"""Names and texts that the airline's records are filled with, and how asks refer to them."""

from .records import Airport, Bag, BagType

CITIES = (
    ("ELV", "Elvøya"), ("MRQ", "Marroquí"), ("TSK", "Tskalta"), ("HNK", "Hinaki"),
    ("ZBR", "Zaberra"), ("OSL", "Öselby"), ("PNT", "Pentewan"), ("KWL", "Kwalima"),
)  # fmt: skip
PASSENGERS = (
    "Ingeborg Vestergaard", "Rashid al-Mansoori", "Chipo Moyo", "Tomasz Wiśniewski",
    "Luz Marina Arévalo", "Hemi Ngata", "Saoirse O'Malley", "Dilnoza Karimova",
    "Étienne Beaufort", "Makoto Shirakawa", "Anneliese Grünbaum", "Kofi Asante-Darko",
    "Paola D'Amico", "Vikram Chaudhari", "Sunniva Lie", "Emeka Onwudiwe", "Radka Horáčková",
    "Fernão Teles", "Leilani Kahale", "Magnus Þórsson",
)  # fmt: skip
EMAIL_HOSTS = ("post.example", "isles.example", "mail.example")
WAIVER_NOTES = (
    'Crew said "no charge" at the gate; see log <7>',
    "Stranded overnight & given wrong advice",
    "Delay > 3 h, promise of 'full waiver' on tape",
    "Agent #12: rebooked by us, don't bill [twice]",
    "Vol annulé — pas de frais, s.v.p.",
    "Form C\\4 {signed} by the duty manager",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BAG_TYPES: dict[BagType, str] = {
    "suitcase": "suitcase",
    "sports_gear": "bag of sports gear",
    "instrument": "musical instrument",
}


def airport_name(airport: Airport) -> str:
    """Refer to an airport: ``Elvøya (ELV)``."""
    return f"{airport.city} ({airport.code})"


def bag_name(bag: Bag) -> str:
    """Refer to a bag: ``a suitcase (14 kg)``."""
    return f"a {BAG_TYPES[bag.type]} ({bag.weight_kg} kg)"

"""Names, titles and texts that the library and its tasks are drawn from."""

from .records import FineReason, PaymentMethod

BRANCHES = (
    "Old Mill", "Quayside", "Saint Olave's", "Tannery Row", "Upper Green", "Vineyard Hill",
    "Wool Exchange",
)  # fmt: skip
TITLES = (
    "A Field Guide to Lost Rivers", "Ballads & Broadsides", "Clockwork, or the Patient Heart",
    "Die Brücke im Nebel", 'Eleven Letters to "M."', "Fog <and Other Weathers>",
    "Goats of the High Pass", "How Bread Was Won", "Îles sans nom", "Just One Lantern",
    "Kitchen Alchemy", "Letters from Tórshavn", "Maps for the Unhurried", "Notes on Salt",
    "O Mar & o Muro", "Poisonous Gardens", "Questions {for a Beekeeper}", "Rust: a Love Story",
    "The Slow Observatory", "Tinker's Almanac", "Under a Paper Roof", "Vowels of the North",
    "What the Ferryman Knew", "Xylography at Home", "Yesterday's Orchard", "Zinc, Tin, Copper",
)  # fmt: skip
SERIES_TITLES = (
    "The Ash Ferry", "The Bell Diver", "The Copper Gate", "The Drowned Choir", "The Ember Scribe",
    "The Fallow King", "The Glass Orchard", "The Hollow Mint", "The Ivory Stair",
    "The Juniper Court",
)  # fmt: skip
SERIES = (
    "Chronicles of the Low Country", "The Tidewardens", "Seven Keys & One", 'A "Minor" Empire',
)  # fmt: skip
AUTHORS = (
    "Adaeze Okonjo", "Bruno Falconetti", "Célestine Maury", "Dimitra Vlachou", "Einar Skúlason",
    "Fumiko Arai", "Giorgi Beridze", "Hanneke de Wit", "Ilse Kaltenbach", "Joaquim Sardinha",
    "Kirsi Salmela", "Lwazi Ndlovu", "Maud Ó Cléirigh", "Nazanin Farrokh",
)  # fmt: skip
GIVEN_NAMES = (
    "Anahit", "Bertil", "Chidi", "Daniela", "Etelka", "Finnbar", "Gulnara", "Hiroshi", "Inés",
    "Jarmila", "Kaspar", "Leilani", "Mihai", "Nomvula", "Oisín", "Perpetua", "Rosario", "Sanna",
    "Tevita", "Ursula", "Vasco", "Wanjiru", "Yolanda", "Zbigniew",
)  # fmt: skip
SURNAMES = (
    "Aguirre", "Blomqvist", "Chukwu", "Dragomir", "Eskildsen", "Fonoti", "Guðjónsdóttir",
    "Haddad", "Ishikawa", "Jelínek", "Kovačević", "Lefèvre", "Mwangi", "Niculescu", "O'Hara",
    "Piątek", "Rosenthal", "Sørbø", "Tanaka", "Urrutia", "Weiß", "Zwart",
)  # fmt: skip
DAMAGE = (
    'Coffee on pp. 12-15; patron says "sorry"',
    "Cover torn & spine loose; see photo #3",
    "Dog's bite marks <both corners>",
    "Pages 88/89 glued {chewing gum}",
    "Map missing -- back pocket [empty]",
    'Underlined in ink: "only the good bits", 40% of it',
)
NOTES: dict[FineReason, tuple[str, ...]] = {
    "damaged": DAMAGE,
    "lost": (
        "Left on a bus: line 7\\north, not found",
        'Patron\'s words: "it fell into the harbor"',
        "Lost in a move & never returned <reminded 3x>",
    ),
}
"""Notes on a fine, by its reason."""
METHODS: dict[PaymentMethod, str] = {"cash": "in cash", "card": "by card"}
"""How a payment is made, in words."""

_NUMERALS = ((1000, "M"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """Write a year from 2000 to 2039 as a Roman numeral."""
    text = ""
    for value, sign in _NUMERALS:
        text += number // value * sign
        number %= value
    return text

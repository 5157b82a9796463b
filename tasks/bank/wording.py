"""Names and texts that the bank's records are filled with, and how asks refer to them."""

from .records import Account, Card, Currency, DisputeReason

GIVEN_NAMES = (
    "Aurelia", "Bongani", "Chidinma", "Dariusz", "Esra", "Faustino", "Ghislaine", "Hyun-woo",
    "Ingeborg", "Jaswinder", "Katarína", "Laszlo", "Miriam", "Nawal", "Ottilie", "Pasquale",
)  # fmt: skip
FAMILY_NAMES = (
    "Achterberg", "Bălan", "Castellanos", "Dlamini", "Egilsson", "Fernandes-Roux", "Gökmen",
    "Horvath", "Ivanova", "Jellinek", "Kariuki", "O'Riordan",
)  # fmt: skip
ACCOUNT_NAMES = (
    "Rainy days", "New roof", "Piano fund", "Trip to Tromsø", "Bikes & boats", "Old age",
    'The "later" pot', "Winter tyres",
)  # fmt: skip
MERCHANTS = (
    "Bäckerei Unterwegs", "Cedar & Sons Books", "Dockside Groceries", "El Molino Viejo",
    "Fennel Deli", "Grünfink Optics", "Halden Hardware", "Ink & Anchor", "Jade Lantern Noodles",
    "Kiosk Nordpol", "Lumen Cinema", "Maple Row Pharmacy", "Nine Elms Florist", "Orchard Toys",
)  # fmt: skip
PAYEES = (
    ("Anneke Vos", "tenant's agent"), ("Bright Spark Electrics", "electrician"),
    ("Choir of St. Brendan", "club"), ("Delphine Marchetti", "music teacher"),
    ("Easterly Water Works", "utility"), ("Frogpond Kindergarten", "kindergarten"),
    ("Gustaf Lindqvist", "landlord"), ("Hollow Oak Fitness", "gym"),
    ("Iqbal & Daughters", "tailor"), ("Juniper Insurance Mutual", "insurer"),
)  # fmt: skip
CITIES = (
    "Aarhus", "Bergamo", "Coimbra", "Durban", "Esbjerg", "Ferrara", "Gdynia", "Haarlem", "Iași",
    "Jena", "Košice", "Lugano", "Malmö", "Nîmes",
)  # fmt: skip
REFERENCES = (
    'Invoice "A-77" & reminder', "Rent, flat <3b>", "Réf. 2031/04 — merci", "Lessons [May, June]",
    "Deposit: 50% of {order 18}", "Don't forget: key no. 5", "Meter C:\\cellar\\2", "Membership #4",
    "It's for Zoë's cake", "Part 2 of 3; rest follows",
)  # fmt: skip
THEFTS = (
    'taken in a taxi, "blue" wallet',
    "last seen at gate <B12>",
    "bag gone from Café Élan",
    "out of the coat in {hall 2}",
)
SUSPICIONS = (
    "two odd charges & a text message",
    "phone call from a 'bank' [fake]",
    "used on a site I don't know: shop\\login",
    "asked for its PIN by e-mail — never answered",
)
STORIES: dict[DisputeReason, tuple[str, ...]] = {
    "not_mine": (
        "I was at home in bed — ask my sister, she's a witness",
        "Ce n'était pas moi, c'est sûr",
        "Never heard of that shop; 100% certain {really}",
    ),
    "duplicate": (
        'They charged me twice for "one" purchase & never answered',
        "Paid once, booked twice: same till <no. 3>, same day",
        "Déjà payé — see the slip C:\\scans\\7",
    ),
    "wrong_amount": (
        'They added a "service fee" & never answered',
        "The slip <no. 42> says less — I've kept it",
        "Not what the till showed; 100% certain {really}",
    ),
    "not_received": (
        'They say "next week" every week & it never comes',
        "Waited for a month; order no. 0042\\B never came",
        "Pas arrivé — they don't answer <any> letters",
    ),
}
"""What customers write, by the reason for a dispute."""
TRANSFER_REFERENCES = (
    "for the trip — thanks!", 'as agreed: "half & half"', "my share, <groceries>",
    "it's back where it came from", "top-up [once]", "för Zoë's födelsedag",
)  # fmt: skip

DISPUTE_REASONS: dict[DisputeReason, str] = {
    "not_mine": "it isn't mine",
    "duplicate": "it's a duplicate",
    "wrong_amount": "the amount is wrong",
    "not_received": "the goods never arrived",
}
CURRENCIES: dict[Currency, str] = {
    "EUR": "euros",
    "USD": "US dollars",
    "GBP": "British pounds",
    "CHF": "Swiss francs",
    "SEK": "Swedish kronor",
}
QUESTIONS = (
    ("comes first alphabetically", "dusk, dawn, noon", "dawn"),
    ("is a mammal", "trout, whale, shark", "whale"),
    ("is an even number", "five, eight, seven", "eight"),
    ("isn't part of a ship", "mast, opus, rudder", "opus"),
)
"""Small talk: what is asked about three words, these, and the one that is right."""


def account_name(account: Account) -> str:
    """Refer to an account: ``the joint account``, ``Esra Jellinek's savings account``."""
    if account.type == "joint":
        return "the joint account"
    return f"{account.owner}'s {account.type} account"


def card_name(card: Card) -> str:
    """Refer to a card: ``Esra Jellinek's card ending in 0412``."""
    return f"{card.holder}'s card ending in {card.last4}"

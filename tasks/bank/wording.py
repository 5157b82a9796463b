"""Names and texts that the bank's records are filled with."""

GIVEN_NAMES = (
    "Aurelia", "Bongani", "Chidinma", "Dariusz", "Esra", "Faustino", "Ghislaine", "Hyun-woo",
    "Ingeborg", "Jaswinder", "Katarína", "Laszlo", "Miriam", "Nawal", "Ottilie", "Pasquale",
)  # fmt: skip
FAMILY_NAMES = (
    "Achterberg", "Bălan", "Castellanos", "Dlamini", "Egilsson", "Fernandes-Roux", "Gökmen",
    "Horvath", "Ivanova", "Jellinek", "Kariuki", "O'Riordan",
)  # fmt: skip
LABELS = (
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
TEXTS = (
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
STORIES = (
    'They charged me twice for "one" lunch & never answered',
    "I was at home in bed — ask my sister, she's a witness",
    "Ordered <2 lamps>, got none; parcel no. 0042\\B",
    "The till said 12.00, the slip says [more]",
    "Ce n'était pas moi, c'est sûr",
    "Never heard of that shop; 100% certain {really}",
)
TRANSFER_TEXTS = (
    "for the trip — thanks!", 'as agreed: "half & half"', "my share, <groceries>",
    "it's back where it came from", "top-up [once]", "för Zoë's födelsedag",
)  # fmt: skip

CURRENCY_NAMES = {
    "EUR": "euros",
    "USD": "US dollars",
    "GBP": "British pounds",
    "CHF": "Swiss francs",
    "SEK": "Swedish kronor",
}
GROUND_WORDS = {
    "not_mine": "it is not mine",
    "duplicate": "it is a duplicate",
    "wrong_amount": "it has the wrong amount",
    "not_received": "the goods were not received",
}


def euros(cents: int) -> str:
    """Write an amount in euros: ``€1,204.50``."""
    return f"€{cents // 100:,}.{cents % 100:02d}"


def money(cents: int, currency: str) -> str:
    """Write an amount in a currency by name: ``310.00 US dollars``."""
    return f"{cents // 100:,}.{cents % 100:02d} {CURRENCY_NAMES[currency]}"

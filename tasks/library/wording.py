"""Names, titles and texts that the library and its tasks are drawn from."""

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
REMARKS = (
    'Coffee on pp. 12-15, "sorry" said',
    "Cover torn & spine loose; see photo #3",
    "Dog's work <both corners>",
    "Pages 88/89 glued {chewing gum}",
    "Map missing -- back pocket [empty]",
    'Underlined in ink: "only the good bits", 40% of it',
    "Left on a bus: line 7\\north, not found",
)
DIVERSIONS = (
    ("What rhymes with “harbour”? Give me two or three words.",
     "I'm stuck on a rhyme for “harbour”; could you offer me a few?"),
    ("Please invent a short toast for my uncle's seventieth birthday.",
     "My uncle turns seventy: think of a brief toast that I could give."),
    ("How long should I boil an egg if I like it soft?",
     "I like my eggs soft. For how many minutes do they go into boiling water?"),
    ("If you were a season, which one would you be, and why?",
     "Suppose you could be one of the four seasons: tell me which, with a reason."),
    ("Explain in a sentence or two how a sundial works.",
     "In very few words, what is it that makes a sundial tell the time?"),
)  # fmt: skip
"""Asks that have nothing to do with the library, each in two wordings."""

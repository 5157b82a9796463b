"""Names and sentences that the disk's entries are drawn from, and how asks speak of access."""

from .records import Access

PEOPLE = (
    ("amara", "Amara Okonkwo"),
    ("bjarne", "Bjarne Sørli"),
    ("chiyo", "Chiyo Hatanaka"),
    ("dragana", "Dragana Petković"),
    ("eamon", "Éamon Ó Briain"),
    ("farida", "Farida Rahimova"),
    ("goncalo", "Gonçalo Teles"),
    ("hina", "Hina Paewai"),
    ("ilker", "İlker Şahin"),
    ("jolanta", "Jolanta Wieczorek"),
)
HOME_FOLDERS = (
    "Letters", "Minutes", "Invoices 2019", "Söndag", "Recipes & menus", "Garden (old)",
    "Lecture notes", "Scans", "Zürich trip", "Odds and ends",
)  # fmt: skip
PROJECTS = ("Lighthouse", "Marsh survey", "Weir repair", "Quince orchard", "Tram museum", "Fjällbo")
PROJECT_FOLDERS = ("drafts", "final", "field data", "press")
SUBJECTS = (
    "roof estimate", "boat schedule", "seed order", "pump report", "visitor list", "choir rota",
    "kiln log", "bridge sketch", "tide table", "fence plan", "harvest count", "lamp inventory",
    "water samples", "bus contract", "stage plan", "owl census", "paint chart", "glaze test",
)  # fmt: skip
SUFFIXES = (".txt", ".md", " (v2).txt", " - copy.md", "_final.txt")
SENTENCES = (
    "The {subject} is with the council and comes back in spring.",
    'Nobody has signed the {subject} yet; "soon", they say.',
    "We owe three people an answer about the {subject}.",
    "Costs for the {subject} went up by a fifth since last year.",
    "The {subject} was checked twice & found in order.",
    "Please keep the {subject} away from the press <for now>.",
)
TAGS = ("draft", "billing", "signed", "to-review", "outreach", "field-2", "budget", "obsolete")
HARD_TEXTS = (
    'Gate code is "4-7-1", not [471]; ask Zoë & Tadeusz.',
    "Path on the old disk: D:\\attic\\new\\{maps}, 50 % unreadable.",
    "Don't ship <fragile> parts; see § 3(b), 'packing'.",
    "Årets bästa: potatis — 12 kg, lök — 7 kg; 100% öko.",
    'He wrote: "if (a < b && c > d) stop;" and left.',
    "Müller's reply: \u201enein\u201c; C:\\temp\\x, {todo}: [call back]",
    "Tel. #17 / ext. 4; e-mail <office@weir.example>",
    "Mix 1:4, wait 5'30\"; don't stir; result ~ 98.6 °C?",
    "Ref {A|B}: \\\\server\\share isn't mounted; retry @ 7.",
    "Łódź → Brno, seats 3 & 4, \u201cquiet car\u201d, no dog.",
)
COMMENTS = (
    "typo in §2, says Zoë",
    'new wording ("friendlier")',
    "figures from C:\\books & bank",
    "board's wish <2nd reading>",
)
NEW_NAMES = (
    "Nachlass (O'Hara)", "plan_B [signed]", "façade & roof", "minutes, 2nd half", "Ørsted's list",
    "to do = Monday", "key_register{old}", "100% wool", "Brontë sisters", "nets+floats",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ACCESS: dict[Access, str] = {
    "edit": "can edit it",
    "comment": "can comment on it",
    "view": "can only view it",
}

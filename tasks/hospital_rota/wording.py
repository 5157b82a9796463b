"""Names and texts that the rota and its tasks are drawn from."""

GIVEN_NAMES = (
    "Abena", "Bahar", "Cerys", "Dumisani", "Eszter", "Farida", "Gintaras", "Hinemoa", "Ioana",
    "Jamshid", "Keahi", "Ludmila", "Máire", "Nadège", "Obinna", "Paloma", "Qadira", "Rasheeda",
    "Sölvi", "Tomasz", "Ulrike", "Vusi", "Wiremu", "Ximena", "Yusra", "Zdeněk",
)  # fmt: skip
FAMILY_NAMES = (
    "Ahmadi", "Bergström", "Caldeira", "Dlamini", "Echeverría", "Farkas", "Gallagher", "Hoang",
    "Ivanauskas", "Joubert", "Karimov", "Laurent", "Mac Giolla", "Nakamura", "Ó Súilleabháin",
    "Pretorius", "Quiroga", "Rautio", "Szabó", "Tāne", "Uwimana", "Villeneuve", "Wrona", "Yücel",
)  # fmt: skip
WARD_NAMES = ("Larch", "Harbour", "Saint Brigid", "Kestrel", "Meadow", "Lantern", "Juniper")
SITES = ("Northgate", "Riverside", "Abbey Hill")

LEAVE_REMARKS = (
    'Course "ALS <advanced>", day 1 & 2',
    "Covered by Zdeněk's team; don't phone",
    "See form 7\\b [signed], {copy kept}",
    "Moving house, 50% reachable (texts only)",
    "Dr. Ó Briain's letter -- on file",
    'Said "back on Monday", to be confirmed',
)
BULLETINS = (
    'Drill at noon: alarm "B" <not> a real fire',
    "Bring your badge & locker key, it's inspection day",
    "New syringes in cupboard [4]; old ones -> bin #2",
    "Crèche closed; see \\\\notices\\{today} for more",
    "Lift out of order, 2 of 3 beds move via Süd stair",
    "Don't use kettle <3>: it's \"sparking\"",
    "Flu jabs 14:00 = in the café, no list needed",
)
HEADINGS = (
    'Hours "on paper" in the week & nights',
    "Week's hours <all crews>, as rostered",
    "Sum {early + late + night}: don't round",
    "Nurses' hours, see file \\rota\\sum",
)
PAGES = (
    'Bed 12: sats 88% on 4 L, "drowsy"',
    "Potassium 6.4 -- please call back & review ECG",
    "Fall in bay [3], GCS 14, on warfarin; family's here",
    "Drain out <400 ml since noon, BP 92/50",
    "Chart says 'stop', relative says \"go on\": advise",
    "Line blocked again, tried {flush}; can't use arm",
    "Post-op day 2, temp 39.1 °C; cultures sent?",
)
DIVERSIONS = (
    ("Write me a four-line poem about the quiet hour before dawn.",
     "I'd like a little verse, four lines, on how still it is just before the sun comes up."),
    ("What would you cook from lentils, spinach and one lemon?",
     "I have one lemon, some spinach and lentils at home: any idea for supper?"),
    ("Can you explain in two sentences why the sky is blue?",
     "In a couple of sentences, please: what makes the sky look blue?"),
    ("Think of a good name for a shy grey cat.",
     "My cat is grey and rather shy. What should I call it?"),
    ("Which is nicer to read on a train, a ghost story or a travel book? Just your opinion.",
     "Ghost story or travel book for a train journey: which one would you take, and why?"),
)  # fmt: skip
"""Asks that have nothing to do with the hospital, each in two wordings."""

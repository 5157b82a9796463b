"""Names and texts that the home is filled with."""

PEOPLE = (
    "Ngozi Adeyemi", "Tomás Lindgren", "Sakura Ibáñez", "Yusuf Haddad", "Maëlle Kerdoncuff",
    "Oskar Jørgensen", "Priya Raghunathan", "Wiremu Tāmati", "Zlata Vuković", "Séamus Ó Cléirigh",
)  # fmt: skip
ROLES = ("adult", "adult", "teenager", "lodger", "cleaner")
ROOMS = (
    ("Hall", 0), ("Kitchen", 0), ("Living room", 0), ("Workshop", 0), ("Study", 1), ("Nursery", 1),
    ("Main bedroom", 1), ("Attic", 2), ("Sewing room", 2),
)  # fmt: skip
"""Rooms and their floors."""
WITH_SKYLIGHT = ("Attic", "Sewing room")
DOORS = {"Hall": "front door", "Kitchen": "garden door", "Workshop": "yard door"}
LAMPS = ("ceiling lamp", "floor lamp", "reading lamp", "wall lamp", "shelf light", "desk lamp")
APPLIANCES = (
    ("dehumidifier", 300), ("fan heater", 1500), ("air conditioner", 900), ("projector", 280),
    ("record player", 60), ("air purifier", 70), ("battery charger", 130),
)  # fmt: skip
"""Appliances for any room, and about how many watts they use."""
ROOM_APPLIANCES = {
    "Hall": (("shoe dryer", 250),),
    "Kitchen": (("kettle", 1800), ("coffee machine", 1200), ("dishwasher", 1400)),
    "Living room": (("aquarium pump", 40),),
    "Workshop": (("band saw", 900), ("drill press", 500)),
    "Study": (("printer", 240),),
    "Nursery": (("humidifier", 90),),
    "Main bedroom": (("electric blanket", 110),),
    "Attic": (("washing machine", 1900), ("tumble dryer", 2100)),
    "Sewing room": (("sewing machine", 110), ("iron", 1700)),
}
"""Appliances for one room only, and about how many watts they use."""
CIRCUITS = ("north", "south", "upstairs", "workshop")
ROUTINES = (
    "Good morning", "Film night", "Everyone out", "Laundry hour", "Siesta", "Homework",
    "Dinner guests", "Lights for the cat", "Late return", "Rainy day", "Sunday brunch",
    "Quiet hours", "Piano practice", "Balcony breakfast", "Slow evening", "Night owl",
    "Early train", "Cinema & crisps", "Bath time", "Home office", "Game night", "Heatwave",
    "Bedtime story", "First snow",
)  # fmt: skip
NEW_ROUTINES = (
    "Grandma's \"five o'clock\"", "Böse Überraschung <test>", "Tea & toast, 2nd edition",
    "Fête d'été [garden]", "50% of a party", "Storm {warning}: level 3/4", "Søvn \\ sleep",
    "Kid's movie = popcorn", "Niño's nap #1", "Café “Zuhause”", 'The "wet dog" routine',
    "Après-ski <winter>", "Plants & seedlings", "O'Brien's visit, day 1", "Soirée à deux",
    "Yoga: 20 minutes", "Jigsaw (1000 pcs)", "Mum's 70th", "Blåtime — half dark",
)  # fmt: skip

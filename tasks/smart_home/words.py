"""Names that the house, its people and its routines are drawn from."""

PEOPLE = (
    "Ngozi Adeyemi",
    "Tomás Lindgren",
    "Sakura Ibáñez",
    "Yusuf Haddad",
    "Maëlle Kerdoncuff",
    "Oskar Jørgensen",
    "Priya Raghunathan",
    "Wiremu Tāmati",
    "Zlata Vuković",
    "Séamus Ó Cléirigh",
)
ROOMS = (
    ("Hall", 0),
    ("Kitchen", 0),
    ("Living room", 0),
    ("Workshop", 0),
    ("Study", 1),
    ("Nursery", 1),
    ("Main bedroom", 1),
    ("Attic", 2),
    ("Sewing room", 2),
)
LAMPS = ("ceiling lamp", "floor lamp", "reading lamp", "wall lamp", "shelf light", "desk lamp")
APPLIANCES = (
    ("dehumidifier", 300),
    ("fan heater", 1500),
    ("washing machine", 1900),
    ("tumble dryer", 2100),
    ("aquarium pump", 40),
    ("record player", 60),
    ("band saw", 900),
    ("iron", 1700),
    ("kettle", 1800),
    ("air purifier", 70),
    ("sewing machine", 110),
    ("printer", 240),
    ("battery charger", 130),
    ("coffee machine", 1200),
)
DOORS = (("Hall", "front door"), ("Kitchen", "garden door"), ("Workshop", "yard door"))
CIRCUITS = ("north", "south", "upstairs", "workshop")
ROUTINES = (
    "Good morning",
    "Film night",
    "Everyone out",
    "Laundry hour",
    "Siesta",
    "Homework",
    "Dinner guests",
    "Lights for the cat",
    "Late return",
    "Rainy day",
    "Sunday brunch",
    "Quiet hours",
    "Piano practice",
    "Balcony breakfast",
)
NEW_ROUTINES = (
    "Grandma's \"five o'clock\"",
    "Böse Überraschung <test>",
    "Tea & toast, 2nd edition",
    "Fête d'été [garden]",
    "50% of a party",
    "Storm {warning}: level 3/4",
    "Søvn \\ sleep",
    "Kid's movie = popcorn",
    "Niño's nap #1",
    "Café “Zuhause”",
)
NOVELS = ("a lighthouse keeper", "two chess players", "a village under a dam", "a polar ship")

"""Names and phrases that the grid and its tasks are drawn from."""

SUBSTATIONS = (
    "Askvoll",
    "Brunnfeld",
    "Cairnmore",
    "Dolní Most",
    "Estuaire-Nord",
    "Fjellbru",
    "Gröna Ängen",
    "Hollow Oak",
    "Isarwinkel",
    "Jasenice",
    "Kérastell",
    "Lüttow",
    "Myrvatn",
    "Nantgwyn",
)
DISTRICTS = ("Upper Vale", "Harbour Side", "Moorland")
GENERATORS = (
    "Grey Falls",
    "Silberbach",
    "Old Quay",
    "Tannmühle",
    "Red Gorge",
    "Weidenhof",
    "Ceiriog",
    "Hverahlíð",
    "Pfarrholz",
    "Long Weir",
    "Sørdal",
    "Kiln Lane",
)
BATTERIES = ("Nightjar", "Kestrel", "Plover", "Wheatear", "Dunlin")
CONSUMERS = (
    "Rolling mill O'Hara & Sons",
    "Glassworks “Hafenlicht”",
    "Cold store <North>",
    "Paper mill Žďár",
    "Chlorine plant B/2",
    "Foundry Núñez",
    "Data hall [Echo]",
    "Cement works Århus Vej",
    "Sawmill \\ Lower Reach",
)
CREWS = (
    "Crew Adébayo",
    "Crew Björnsdóttir",
    "Crew Castellanos",
    "Crew Đurić",
    "Crew Ekström",
    "Crew Fitzgerald",
    "Crew Ganzorig",
    "Crew Hořák",
    "Crew Ihejirika",
)
REASONS = (
    'replace insulator string "7b" at tower 112',
    "cut back trees <5 m from the conductor",
    "take an oil sample & renew the gasket, bay {3}",
    "re-tension span 41/42 — see sheet C:\\grid\\41",
    "re-route at the new road; don't earth at tower 9",
    "renew the surge arresters (phases L1, L3)",
)
MESSAGES = (
    'Please keep furnace 2 on "hold"; we will call you by 16:30.',
    "Reduction under § 14a, clause (b) & annex <2>; thanks for your help.",
    "It's the transformer again — sorry! Next steps: C:\\ops\\call.txt",
    "Drosselung wegen Störung; Rückfragen bitte an die Leitwarte (Tel. 0-17).",
    "Night shift as planned; back to 100 % afterwards [confirmed].",
)
WORDS = (
    "kite",
    "lantern",
    "marble",
    "orchard",
    "pebble",
    "thimble",
    "violin",
    "walnut",
)

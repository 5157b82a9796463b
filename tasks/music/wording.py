"""Names, titles and texts that the service and its tasks are drawn from."""

from .records import Channel

LISTENERS = (
    "Ngozi Achterberg", "Teodor Balan", "Solveig Dahlgren", "Ihaia Parata", "Amparo Quiroga",
    "Kenji Morisaki", "Bronagh Ó Súilleabháin", "Yusuf Demirtaş", "Wambui Njeri", "Łukasz Zięba",
    "Ximena D'Oliveira", "Pritha Sengupta",
)  # fmt: skip
ARTISTS = (
    "The Velvet Ferrymen", "Halla & the Tin Moths", "Quartet Obsidian", "Nana Kestrel",
    'Bo "Sixpence" Larrimore', "Lumière d'Avril", "Saltmarsh Choir", "Mirja's Orchard",
    "Opus <Nine>", "Cobalt Dromedary", "Anseo!", "Júlia & Duarte", "Thirteen Looms",
    "Pale Cartwheel",
    "Émigré Radio", "Yardbird Assembly",
)  # fmt: skip
CITIES = (
    "Tromsø", "Valparaíso", "Kisumu", "Kanazawa", "Coimbra", "Halifax", "Łódź", "Galway",
    "Ljubljana", "Oaxaca", "Tbilisi", "Dunedin",
)  # fmt: skip
LABELS = ("Goldfinch Tapes", "Röhre & Sons", "Eleventh Attic", 'Studio "Kvist"', "Basalt Works")
FIRST_WORDS = (
    "Amber", "Borrowed", "Copper", "Drowsy", "Eastern", "Feathered", "Glass", "Hollow", "Indigo",
    "Jagged", "Kindled", "Lantern", "Midnight", "Northern", "Orphan", "Paper",
)  # fmt: skip
SECOND_WORDS = (
    "Almanac", "Bridges", "Carousel", "Delta", "Embers", "Fjord", "Garden", "Harvest", "Islands",
    "Junction", "Kites", "Letters", "Meridian", "Nocturne", "Orbit", "Parade",
)  # fmt: skip
TRACK_FORMS = (
    "{0} {1}", "{0} {1}", "{0} {1}", "{0} {1} (Live)", "{1}, {0}!", "«{0}» {1}", "{0} & {1}",
    "{1} / {0} [demo]", "Où est {0} {1}?", "{0} {1}, Pt. 2", "Don't {0} the {1}",
)  # fmt: skip
ALBUM_FORMS = ("{0} {1}", "The {1} of {0} Street", "{0}: {1}", 'Songs for "{0} {1}"', "{0}<{1}>")
PLAYLIST_TITLES = (
    'Kitchen "disco", vol. 3', "Rain & Rails", "Long drive <no skips>", "Abuela's favourites",
    "5 a.m. — quiet!", "Workout {hard}", "Focus [deep]", "Été 1987", "Sunday slow-cook",
    "Songs w/o words", "100% strings", "Ferry to Ærø", "Late shift; low light", "Gartenfest \\o/",
    "Homework = hum", "Night bus #42", "Cousin's wedding (draft)", "First thaw", "Ping & Pong",
    "Mamãe's radio", "Train window", "Quiet carriage", "Attic finds", "Zoë's picks",
)  # fmt: skip
NEW_TITLES = (
    'Openers: "first cuts"', "One of each & more", "Where it began <debuts>", "Première piste",
    "Track one, always", "Doors open 20:00 [set A]", "Ouvertures / Auftakt",
)  # fmt: skip
DESCRIPTIONS = (
    "Made with care; don't shuffle!", 'For Ana, who said "play it again" & meant it',
    "<3 all the way through", "Start loud, end soft — 50/50", "C:\\music\\best {of the best}",
    "Listen in order: it's a story",
)  # fmt: skip
COMMENTS = (
    'The bridge is "borrowed", but well', "Too long by a verse & a half",
    "Chorus: 10/10, mix: 6/10",
    "Reminds me of my aunt's <old> piano", "Ça swingue; don't cut it", "Solo at 2:15 = goosebumps",
    "B-side energy [in a good way]",
)  # fmt: skip
CHANNELS: dict[Channel, str] = {
    "email": "by email",
    "sms": "by text message",
    "push": "by push notification",
}

"""Names and texts that the rota is filled with, and how asks refer to them."""

from .records import Clinician, Shift, Skill, Ward

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
WARDS = (
    "Larch Ward", "Harbour Ward", "Saint Brigid Ward", "Kestrel Ward", "Meadow Ward",
    "Lantern Ward", "Juniper Ward",
)  # fmt: skip
SITES = ("Northgate", "Riverside", "Abbey Hill")

LEAVE_NOTES = (
    'Course "ALS <advanced>", day 1 & 2',
    "Covered by Zdeněk's team; don't phone",
    "See form 7\\b [signed], {copy kept}",
    "Moving house, 50% reachable (texts only)",
    "Dr. Ó Briain's letter -- on file",
    'Said "back on Monday", to be confirmed',
)
NOTICES = (
    'Drill at noon: alarm "B" <not> a real fire',
    "Bring your badge & locker key, it's inspection day",
    "New syringes in cupboard [4]; old ones -> bin #2",
    "Crèche closed; see \\\\notices\\{today} for more",
    "Lift out of order, 2 of 3 beds move via Süd stair",
    "Don't use kettle <3>: it's \"sparking\"",
    "Flu jabs 14:00 = in the café, no list needed",
)
REPORTS = (
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


def ward_name(ward: Ward) -> str:
    """Refer to a ward: ``Larch Ward (Northgate)``."""
    return f"{ward.name} ({ward.site})"


def shift_name(shift: Shift, ward: Ward | None = None) -> str:
    """Refer to a shift: ``the late shift on Larch Ward (Northgate) on 2031-03-03``.

    Without a ward, it is one that the ask makes clear otherwise.
    """
    place = f" on {ward_name(ward)}" if ward else ""
    return f"the {shift.type} shift{place} on {shift.date}"


def grade_name(clinician: Clinician) -> str:
    """Refer to a grade: ``charge nurse``."""
    return clinician.grade.replace("_", " ")


def skill_name(skill: Skill) -> str:
    """Refer to a skill: ``wound care``."""
    return skill.replace("_", " ")

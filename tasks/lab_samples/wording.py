"""Names, labels and phrases that the laboratory's records and the tasks are drawn from."""

from collections.abc import Iterable
from random import Random

from .records import Assay, Cause, Recipient

LABORATORIES = ("North Wing", "Süd-Labor", 'Annexe "B"')
FREEZERS = ("Polaris", "Ymir", "Frau Holle", "Nunatak", "Snædronning", "Bear's Den", "Lumi & Jää")
PROJECTS = ('Kidney "K2" cohort', "Heart & Lung", "Saint-Rémi's twins", "Ångström diet <pilot>")
INSTRUMENTS = (
    "Aurelia 8",
    'Borealis "Mini"',
    "Cygnus-X",
    "Delta & Co. 450",
    "Élan 3",
    "Fulmar 12/2",
    "Göta Q",
    "Harrier's Eye",
    "Iris <v2>",
    "Juno 7",
)
PEOPLE = (
    Recipient("Aoife O'Dálaigh", "aoife.odalaigh@biobank.example"),
    Recipient("Jürgen Groß", "j.gross@biobank.example"),
    Recipient("Thandiwe Mokoena", "thandiwe@clinic.example"),
    Recipient("Łucja Wójcik", "l.wojcik+reports@clinic.example"),
    Recipient("Renée D'Angelo", "renee_dangelo@biobank.example"),
    Recipient("Wang Xiǎolì", "wang.xl@genomics.example"),
    Recipient("Nuno Valadão", "nuno-v@genomics.example"),
    Recipient("Siân ap Rhys", "sian@aprhys.example"),
)
REMARKS = (
    'Consent withdrawn by letter: "no further use"',
    "Donor's wish, see form 12/b & annex",
    "On hold <ethics board>, don't open",
    'Fax reads: "stop — effective at once"; 100% of tubes',
    "O'Connell & Ruiz: keep [sealed], {do not thaw}",
)
DISPOSAL_REMARKS = (
    "Past use, bin #7 (autoclave) & log",
    'Cleared by "waste" team, 2nd check',
    "Shelf life over; don't pool",
    "Discard <biohazard>, bag 3/4",
)
RELEASE_REMARKS = (
    "Cleared: second test negative (<0.1 %)",
    'Mix-up with its "twin", see form 7/c',
    "Let go again; don't thaw & keep cold",
    "Checked by Søren — no fault [closed]",
)
INSTRUCTIONS = (
    'Run in duplicate, mark "rush"',
    "Vortex 5 s; don't re-freeze",
    "Dilute 1:4 & keep <5 °C",
    "Use plate [B], column {3}",
    "Compare with Zoë's standard, ±5 %",
)
ASSAY_NAMES: dict[Assay, str] = {
    "il6_elisa": "IL-6 ELISA",
    "crp_turbidimetry": "CRP turbidimetry",
    "creatinine_panel": "creatinine panel",
    "hba1c_hplc": "HbA1c HPLC",
    "lead_icp_ms": "lead ICP-MS",
    "cfdna_qpcr": "cfDNA qPCR",
    "snp_array": "SNP array",
    "rna_integrity": "RNA integrity check",
    "rnaseq_library": "RNA-seq library preparation",
}
"""How people say the assays."""

CAUSES: dict[Cause, str] = {
    "door_open": "a door left open",
    "power_cut": "a power cut",
    "compressor_fault": "a compressor fault",
}
"""How people say the causes of alarms."""

CHATS = (
    (
        "Before we begin: {name} retires on Friday. Could you write two warm lines for the card?",
        "On Friday {name} retires, and there is a card. Two warm lines from you would be lovely.",
    ),
    (
        "One thing first, for {name} and me: is a tomato a fruit, and why? One line, please.",
        "{name} and I disagree: do tomatoes count as fruit? Settle it with a reason, in one line.",
    ),
    (
        "Please book a table for two in a fish restaurant tonight, in the name of {name}.",
        "{name} would like to eat fish tonight: reserve a table for two under that name, please.",
    ),
    (
        "How do I say “Have a safe journey home” in Italian? {name} leaves in a minute.",
        "{name} is about to go. Tell me the Italian for “Have a safe journey home”, would you?",
    ),
    (
        "{name} plays the tuba. Think of a funny name for a band of biologists with a tuba.",
        "Our biologists form a band in which {name} plays the tuba: what could its funny name be?",
    ),
)
"""What has nothing to do with a laboratory, said in two ways."""

_STEMS = (
    *(
        "Ærø",
        "Brontë",
        "Çelik",
        "Dvořák",
        "Eskil",
        "Fjordby",
        "Gwynedd",
        "Høgh",
        "Iñigo",
        "Jämtland",
    ),
    *("Kowal", "Lindqvist", "Möbius", "Núñez", "Orkney", "Pärnu", "Quimper", "Rügen", "Šibenik"),
    *("Tórshavn", "Uppsala", "Västerås", "Wrocław", "Xanthi", "Ystad", "Zürich", "Abéché", "Bacău"),
    *("Coimbra", "Durrës", "Évora", "Falköping"),
)
_WORDS = ("first", "night", "fasting", "baseline", "week 6", "recovery", "pilot", "spare")
_PATTERNS = (
    '{stem} draw "{word}"',
    "{stem}'s {word} tube",
    "{stem} / {word}, re-spun",
    "{stem} <{word}>",
    "{stem} & {word}",
    "{stem}: {word} (50% glycerol)",
    "{stem} — {word}",
    "{stem} [{word}]",
)


def draw_labels(rng: Random, count: int, unlike: Iterable[str] = ()) -> list[str]:
    """Draw labels of which none is part of another, nor of those in ``unlike`` (at most 28)."""
    used = tuple(unlike)
    stems = [stem for stem in _STEMS if not any(stem in label for label in used)]
    return [
        rng.choice(_PATTERNS).format(stem=stem, word=rng.choice(_WORDS))
        for stem in rng.sample(stems, count)
    ]

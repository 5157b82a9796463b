"""Names, labels and phrases that the laboratory's records and the tasks are drawn from."""

from collections.abc import Iterable
from random import Random

from .records import Assay, Recipient

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

"""Names, labels and phrases that the biobank and its tasks are drawn from."""

from collections.abc import Iterable
from random import Random

from .records import Assay, Cause, Material, Purpose, Recipient

LABORATORIES = ("North Wing", "Süd-Labor", 'Annexe "B"')
FREEZERS = ("Polaris", "Ymir", "Frau Holle", "Nunatak", "Snædronning", "Bear's Den", "Lumi & Jää")
PROJECTS = ('Kidney "K2" cohort', "Heart & Lung", "Saint-Rémi's twins", "Ångström diet <pilot>")
INSTRUMENTS = (
    "Aurelia 8", 'Borealis "Mini"', "Cygnus-X", "Delta & Co. 450", "Élan 3", "Fulmar 12/2",
    "Göta Q", "Harrier's Eye", "Iris <v2>", "Juno 7",
)  # fmt: skip
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
WITHDRAWAL_NOTES = (
    'Consent withdrawn by letter: "no further use"',
    "Donor's decision, see form 12/b & annex",
    "On hold <ethics board>, don't open",
    'Fax says: "stop — effective at once"; 100% of tubes',
    "O'Connell & Ruiz: keep [sealed], {do not thaw}",
)
CONTAMINATION_NOTES = (
    'Cloudy after thawing; "plate & wait"',
    "Cap was loose: swab taken <bench 4>",
    "Don't open: mould on rack [B]?",
    "Handled without gloves — see log 31/c",
)
DISPOSAL_NOTES = (
    "Expired: bin #7 (autoclave) & log",
    'Approved by "waste" team, 2nd check',
    "Shelf life over; don't pool",
    "Discard <biohazard>, bag 3/4",
)
RELEASE_NOTES = (
    "Cleared: second test negative (<0.1 %)",
    'Mix-up with its "twin", see form 7/c',
    "Released; don't thaw & keep cold",
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
CAUSES: dict[Cause, str] = {
    "door_open": "a door left open",
    "power_cut": "a power cut",
    "compressor_fault": "a compressor fault",
}
PURPOSES: dict[Purpose, str] = {"analysis": "for analysis", "reserve": "as a reserve"}

_STEMS = (
    "Ærø", "Brontë", "Çelik", "Dvořák", "Eskil", "Fjordby", "Gwynedd", "Høgh", "Iñigo", "Jämtland",
    "Kowal", "Lindqvist", "Möbius", "Núñez", "Orkney", "Pärnu", "Quimper", "Rügen", "Šibenik",
    "Tórshavn", "Uppsala", "Västerås", "Wrocław", "Xanthi", "Ystad", "Zürich", "Abéché", "Bacău",
    "Coimbra", "Durrës", "Évora", "Falköping",
)  # fmt: skip
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


def in_ul(volume_ul: float) -> str:
    """Write a volume for an ask."""
    return f"{volume_ul:g} µL"


def material_name(material: Material) -> str:
    """Write a material for an ask."""
    return {"dna": "DNA", "rna": "RNA"}.get(material, material.replace("_", " "))

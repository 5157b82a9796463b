"""Names that the warehouse's records are filled with, and how asks count units."""

from .records import Category

PRODUCTS: dict[Category, tuple[str, ...]] = {
    "lighting": (
        "Bedside lamp Ursa", "Clip light Pip", "Floor lamp Halden", "Garland 'Festa'",
        "Lantern Oresund", "Reading lamp N° 5", "Sconce Ilvy", "Torch <mini>", "Wall light Tarn",
    ),
    "kitchen": (
        "Bread knife Sorrel", "Carafe Aqua", "Colander & lid", "Egg timer Tick", "Mortar Petra",
        'Peeler "Swift"', "Ramekin Soufflé", "Tea strainer Leaf", "Whisk Cirrus",
    ),
    "garden": (
        "Bird bath Plover", "Dibber Oak", "Hose reel [15 m]", "Kneeler Moss", "Plant ladder Vine",
        "Rain gauge", "Secateurs Bypass", "Trug Willow", "Watering can Brook",
    ),
    "stationery": (
        "Clipboard Åse", "Desk pad Plain", "Fountain pen Quill", "Index cards {200}",
        "Ink Nº 3", "Letter tray Stack", "Notebook Field", "Pencil tin Rattle", "Stapler Bite",
    ),
}  # fmt: skip
COLOURS = (
    "amber", "bottle green", "chalk", "dove grey", "fig", "ink blue", "moss", "ochre", "rust",
)  # fmt: skip
CUSTOMERS = (
    "Adaeze Nwosu", "Bjarne Holt", "Camille D'Arcy", "Dilnoza Karimova", "Eamon Breathnach",
    "Fernanda Quiroga", "Goran Petrović", "Hana Sugimoto", "İsmail Çelik", "Jolanta Wrona",
    "Kofi Asare", "Leilani Kealoha", "Mateus Brandão", "Ngaire Parata", "Odalys Ferrer",
    "Pieter de Wit", "Quỳnh Trần", "Rebekka Thórsdóttir", "Sunniva Aas", "Tariq Mansour",
    "Ulla-Britt Ek", "Vusi Khumalo", "Wanda Zielińska", "Yara Haddad", "Zoltán Bíró",
    "Agathe Meyer-Lux", "Bo Lindgren", "Chiara O'Neill", "Dmytro Savchenko", "Elif Aksoy",
    "Farid Noorzai", "Greta Lovas", "Hugo Sarmiento", "Ioana Rusu", "Jens Kvist", "Keira Dunn",
    "Lwazi Ndlovu", "Mirja Salo",
)  # fmt: skip
CITIES = (
    "Antwerp", "Brno", "Cork", "Debrecen", "Évora", "Faro", "Ghent", "Heerlen", "Izmir", "Kaunas",
)  # fmt: skip
SUPPLIERS = (
    "Alder & Ash Goods", "Brightwater Trading", "Corvid Imports", "Dunlin Works", "Elkhorn Supply",
    "Fjordline Wares",
)  # fmt: skip


def units(count: int) -> str:
    """Write a number of units: ``1 unit``, ``3 units``."""
    return f"{count} unit{'' if count == 1 else 's'}"

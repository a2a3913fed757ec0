"""Boards made up for tests: real names, invented numbers; every board says that it is synthetic."""

from __future__ import annotations

import random

from tocsin.publish.board import Board, BoardRow, Supplier, WithoutData
from tocsin.publish.words import why
from tocsin.ref.countries import country

YEARS = tuple(str(year) for year in range(2015, 2025))
PRODUCTS = (
    ("250410", "Natural graphite, powder or flakes", "natural_graphite_flake"),
    ("280530", "Rare-earth metals, scandium and yttrium", "rare_earth_metals"),
    ("811292", "Gallium, germanium, indium, hafnium, niobium, rhenium, vanadium; unwrought, waste, powders", "gallium"),
    ("810411", "Magnesium, unwrought, at least 99.8 % pure", "magnesium"),
    ("810520", "Cobalt mattes and intermediate products", "cobalt"),
    ("283691", "Lithium carbonate", "lithium_carbonate"),
    ("281111", "Hydrogen fluoride", "hydrogen_fluoride"),
    ("310210", "Urea", "urea"),
    ("811010", "Antimony, unwrought; powders", "antimony"),
    ("810110", "Tungsten powders", "tungsten_powder"),
    ("280429", "Rare gases other than argon", "neon"),
    ("850511", "Permanent magnets of metal", "magnets"),
    ("260300", "Copper ores and concentrates", "copper_ore"),
    ("711019", "Platinum, semi-manufactured", "platinum"),
    ("711021", "Palladium, unwrought or powder", "palladium"),
    ("260111", "Iron ores, not agglomerated", "iron_ore"),
    ("810890", "Titanium, wrought", "titanium"),
    ("282520", "Lithium oxide and hydroxide", "lithium_hydroxide"),
    ("760110", "Aluminium, unwrought", "aluminium"),
    ("750210", "Nickel, unwrought", "nickel"),
    ("270112", "Bituminous coal", "coking_coal"),
    ("252921", "Fluorspar, 97 % or less calcium fluoride", "fluorspar"),
    ("280470", "Phosphorus", "phosphorus"),
    ("251910", "Magnesite", "magnesite"),
    ("261590", "Niobium, tantalum and vanadium ores", "tantalum_ore"),
)
_PLACES = (
    *("CHN", "USA", "JPN", "DEU", "AUS", "CHL", "ZAF", "COD", "RUS", "SGP", "HKG"),
    *("TWN", "NLD", "BRA", "IND", "CAN", "VNM", "MYS", "GBR", "FRA", "_X", "BHR"),
)
_LABELS = {
    "import_hhi": ("Concentration of imports", "1"),
    "top_share": ("Share of the largest supplier", "1"),
    "cdi3": ("Imports from outside against own exports", "1"),
    "geodep": ("Dependence by the GeoDep criteria", "bool"),
    "kita_vulnerable": ("Vulnerable by the rule of KITA", "bool"),
    "world_export_hhi": ("Concentration of world exports", "1"),
    "country_risk_pv": ("Political stability of the world's suppliers", "score"),
    "replaceability": ("Part of the largest supply that others could replace", "1"),
    "exposure": ("Import value at risk", "USD"),
    "geopolrisk": ("GeoPolRisk", "1"),
}
_LAKE: dict[str, object] = {
    "digest": "5f1d0c9a77",
    "sources": [
        {
            "source": "synthetic",
            "title": "Synthetic trade, made up for tests",
            "vintage": "2026-02",
            "released_on": "2026-02-01",
            "licence": "Apache-2.0",
            "attribution": "The Tocsin contributors",
            "url": "https://example.org/synthetic",
            "reconstructed": False,
        }
    ],
}


def synthetic_row(rank: int, chance: random.Random, *, hs6: str, title: str, product: str) -> BoardRow:
    places = chance.sample(_PLACES, chance.randint(3, 14))
    if chance.random() < 0.55:
        places = ["CHN", *(place for place in places if place != "CHN")]
    top = min(0.97, 0.98 - 0.026 * rank + chance.uniform(-0.12, 0.05))
    rest = [chance.random() ** 2 + 0.01 for _ in places[1:]]
    raw = [top, *(part / sum(rest) * (1 - top) for part in rest)]
    suppliers = sorted(
        (Supplier(iso3, country(iso3).name, share) for iso3, share in zip(places, raw, strict=True)),
        key=lambda one: -one.share,
    )
    drift = chance.uniform(-0.03, 0.03)
    paths: dict[str, tuple[float | None, ...]] = {}
    for one in suppliers[:5]:
        steps = [
            min(1.0, max(0.0, one.share * (1 - drift * (9 - k)) + chance.uniform(-0.03, 0.03) * (k < 9)))
            for k in range(10)
        ]
        paths[one.iso3] = tuple(min(step, 0.99) for step in steps)
    paths = {iso3: tuple((s or 0.0) / _whole(paths, k) for k, s in enumerate(path)) for iso3, path in paths.items()}
    value = 2.4e9 / rank * chance.uniform(0.7, 1.3)
    hhi = sum(one.share**2 for one in suppliers)
    replaceability = round(chance.uniform(0.02, 1.0), 3) if rank % 9 else None
    tops = [max((path[k] or 0.0, iso3) for iso3, path in paths.items()) for k in range(10)]
    tops[9] = (suppliers[0].share, suppliers[0].iso3)
    history = tuple((year, value * (0.55 + 0.05 * k), tops[k][0], tops[k][1]) for k, year in enumerate(YEARS))
    world = round(chance.uniform(0.1, 0.7), 3)
    exposure = value * hhi * (1 - (replaceability or 0.0))
    flags = (
        ("weight missing",) if rank % 4 == 0 else ("re-export hub among suppliers", "unit-value outlier") * (rank == 5)
    )
    return BoardRow(
        rank=rank,
        hs6=hs6,
        hs_edition="1992",
        products=(product,),
        title=title,
        period="2024",
        source="synthetic",
        import_value_usd=value,
        import_hhi=hhi,
        top_supplier=suppliers[0].iso3,
        top_share=suppliers[0].share,
        suppliers=tuple(suppliers),
        world_export_hhi=world,
        country_risk_pv=round(chance.uniform(-1, 1), 2),
        replaceability=replaceability,
        exposure=exposure,
        history=history,
        share_history=paths,
        flags=flags,
        indicators={
            "import_hhi": hhi,
            "top_share": suppliers[0].share,
            "cdi3": 12.4,
            "geodep": float(rank % 2),
            "kita_vulnerable": float(suppliers[0].share > 0.7),
            "world_export_hhi": world,
            "country_risk_pv": -0.31,
            "exposure": exposure,
            "geopolrisk": 0.11,
        },
        why=why(
            title,
            suppliers[0].name,
            suppliers[0].share,
            len(suppliers),
            replaceability,
            list(zip(YEARS, paths[suppliers[0].iso3], strict=True)),
            world,
        ),
    )


def _whole(paths: dict[str, tuple[float | None, ...]], place: int) -> float:
    return max(1.0, sum(path[place] or 0.0 for path in paths.values()))


def synthetic_board(reporter: str = "KOR", *, rows: int = 25, seed: int = 7) -> Board:
    chance = random.Random(f"{reporter}{seed}")  # noqa: S311 - numbers for a test
    body = tuple(
        synthetic_row(rank, chance, hs6=hs6, title=title, product=product)
        for rank, (hs6, title, product) in enumerate(PRODUCTS[:rows], start=1)
    )
    absent = tuple(
        WithoutData(
            f"product_{k}", f"Product {k} that nobody recorded", (f"8486{k:02}",), "not in this lake; load full BACI"
        )
        for k in range(10, 44)
    )
    return Board(
        as_of="2026-02-15",
        reporter=reporter,
        reporter_name=country(reporter).name,
        group="",
        sort="exposure",
        lake=_LAKE,
        rows=body,
        total_rows=70 if body else 0,
        without_data=absent,
        notes=(
            "Synthetic: all figures are made up for tests.",
            "Release dates of the trade tables are assumed from the publisher's yearly rhythm.",
        ),
        labels=_LABELS,
    )

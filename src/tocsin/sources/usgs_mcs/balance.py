"""What a figure of the US salient statistics is about: its kind in table `stock`, or that it is a price.

Kinds are ``KIND`` or ``KIND: form`` where the publisher names a form, part or holder: ``imports: ore``. Stocks are
``stock_government`` (Treasury, Government), ``stock_exchange`` (LME, COMEX warehouses) or ``stock_industry`` (all
others: producers, consumers, dealers); consumption is apparent, reported or estimated, or just ``consumption``.
"""

from __future__ import annotations

import re

#: Opening word of a column or statistic, and its kind; None is no supply figure.
_KINDS: dict[str, str | None] = {
    "usprod": "production",
    "prod": "production",
    "production": "production",
    "mine": "production",
    "refinery": "production",
    "extracted": "production",
    "withdrawn": "production",
    "recycled": "production",
    "import": "imports",
    "imports": "imports",
    "export": "exports",
    "exports": "exports",
    "consump": "consumption",
    "consumption": "consumption",
    "apparent": "consumption",
    "price": "price",
    "nir": "net_import_reliance",
    "net import reliance": "net_import_reliance",
    "stock": "stock",
    "stocks": "stock",
    "shipment": "shipments",
    "shipments": "shipments",
    "sold": "sales",
    "sold or used": "sales",
    "soldfinished": "sales",
    "sales": "sales",
    "supply": "supply",
    "employment": None,
}
_HOLDERS = (("stock_government", r"treasury|gov\w*"), ("stock_exchange", r"lme|comex|london metal exchange"))
_CONSUMPTIONS = (("apparent", r"appa?re?nt|apprnt"), ("reported", r"rprtd|reported"), ("estimated", r"est|estimated"))
_SILENT = re.compile(
    r"\b(includes (?:secondary|recycling)|new york commodities exchange|rounded|imports? for consumption|imports?"
    r"|exports?|consump|consumption|apprnt|apparent|rprtd|reported|est|estimated|net import reliance|nir"
    r"|as a percentage of|relianceas a percentage of|stocks?|year ?end|industry|producers?|consumers?|usprod|production"
    r"|prod|price|shipments?|total|all|and|of|including|u s|warehouses?)\b"
)


def kind_of(word: str) -> str | None:
    """Return the kind that an opening word stands for, ``""`` if it stands for none, None if it is no supply figure."""
    return _KINDS.get(word.casefold(), "")


def refine(kind: str, text: str, commodity: str = "") -> str:
    """Add to a kind what the words beside it say.

    Parameters
    ----------
    kind : str
        As :func:`kind_of` gives it.
    text : str
        Rest of the heading, or the detail in words.
    commodity : str
        Commodity of ours that the figure is for: naming it again says nothing.

    Returns
    -------
    str
        The kind in full.

    Examples
    --------
    >>> refine("stock", "Treasury, yearend"), refine("consumption", "Apprnt"), refine("imports", "Ore")
    ('stock_government', 'apparent_consumption', 'imports: ore')
    """
    words = " ".join(re.findall(r"\w+", text.replace("_", " ").casefold()))
    if kind == "stock":
        kind = next((name for name, rule in _HOLDERS if re.search(rf"\b({rule})\b", words)), "stock_industry")
    if kind == "consumption":
        how = next((name for name, rule in _CONSUMPTIONS if re.search(rf"\b({rule})\b", words)), "")
        kind = f"{how}_consumption".lstrip("_")
    form = " ".join(_SILENT.sub(" ", words).split())
    if kind.startswith("stock_"):
        form = " ".join(re.sub(r"\b(treasury|gov\w*|lme|comex|london metal exchange)\b", " ", form).split())
    form = " ".join(word for word in form.split() if word not in commodity.split("_"))
    return f"{kind}: {form}" if form else kind

"""What the words of Global Trade Alert stand for: kinds of measures, who acts, how well a measure is documented."""

from __future__ import annotations

#: Instrument and effect of a restrictive measure by the publisher's type; a liberalising one leaves goods free.
KINDS = {
    "Export ban": ("ban", "ban"),
    "Export licensing requirement": ("licence", "licence"),
    "Export quota": ("quota", "quota"),
    "Export tax": ("tax", "duty"),
    "Export-related non-tariff measure, nes": ("control", "none"),
    "Import ban": ("ban", "ban"),
    "Import licensing requirement": ("licence", "licence"),
    "Import quota": ("quota", "quota"),
    "Import tariff": ("tariff", "duty"),
    "Import tariff quota": ("tariff", "duty"),
    "Import-related non-tariff measure, nes": ("control", "none"),
    "Internal taxation of imports": ("tax", "duty"),
    "": ("unspecified", "none"),
}
FREE = "free"
ASSESSMENTS = ("restrictive", "liberalising")
CONFIDENCE = {
    "GTA - published": "medium",
    "Official source": "medium",
    "GTA - under analysis": "low",
    "Non-official source": "low",
}
#: Unions, and a country whose name is written otherwise than elsewhere.
PARTIES = {
    "European Union": "EU",
    "Eurasian Economic Union": "MULTI",
    "Southern African Customs Union": "MULTI",
    "Republic of the Sudan": "SDN",
}
GOODS = {
    "Product: medical consumables": "medical consumables",
    "Product: Medical equipment": "medical equipment",
    "Product: Medicines or drugs": "medicines or drugs",
    "Product: Food": "food",
}

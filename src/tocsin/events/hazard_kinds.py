"""Of which kind a hazard is, as its words say: two of different kinds are no one event."""

from __future__ import annotations

import re

_KINDS = re.compile(
    r"\b(?:(?P<quake>earthquakes?|quakes?|tremors?|temblors?|aftershocks?|tsunamis?)"
    r"|(?P<storm>storms?|typhoons?|hurricanes?|cyclones?|tornado(?:es)?)"
    r"|(?P<flood>floods?|flooding|flooded|floodwaters?)|(?P<drought>droughts?)"
    r"|(?P<fire>fires?|blazes?|wildfires?|explo\w+|blasts?)|(?P<eruption>erupt\w*|volcan\w+)"
    r"|(?P<slide>landslides?|mudslides?|avalanches?)"
    r"|(?P<disease>outbreaks?|epidemics?|pandemics?|influenza|flu|cholera|ebola))\b",
    re.IGNORECASE,
)


def kinds(sentence: str) -> frozenset[str]:
    """Return the kinds of hazards that a sentence names.

    Parameters
    ----------
    sentence : str
        Its text.

    Returns
    -------
    frozenset of str
        ``quake``, ``storm``, ``flood``, ...; empty if it names none that is known.
    """
    return frozenset(one.lastgroup for one in _KINDS.finditer(sentence) if one.lastgroup)

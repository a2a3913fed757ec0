"""Who speaks in a document: the government on whose page it stands or whose statement it is, where it says "we"."""

from __future__ import annotations

import re
from collections import Counter

from tocsin.events.publishers import (
    BEGINNING,
    GOVERNMENTS,
    LONGEST_TITLE,
    gazette,
    masthead,
    of_the_union,
    parties_in,
    publisher,
)

#: Where in a title begins what a text is about.
_ABOUT = r"[:;—]|\b(?:on|regarding|following|after|about|at|before|to|in|for|with|against|over|(?!during)[a-z]+ing)\b"
#: A text of those whom the title names behind it.
_BY = re.compile(rf"\b(?:statement|remarks|speech|address)\s+(?:by|from)\b(.*?)(?:{_ABOUT}|$)", re.IGNORECASE)
#: What a text is called that several governments give together: who they are stands behind "of" or before it.
_JOINT = re.compile(r"\b(?:joint|trilateral|bilateral|leaders['’]?|ministers['’]?|summit)\b", re.IGNORECASE)
_CALLED = r"\b(?:statement|declaration|communiqu[eé]|principles|charter)\b"
_STATEMENT = re.compile(_CALLED, re.IGNORECASE)
_OF_THEM = re.compile(rf"{_CALLED} (?:of|by|from|between|among)\b(.*?)(?:{_ABOUT}|$)", re.IGNORECASE)
_BEFORE_IT = re.compile(rf"^(.*?)(?:{_ABOUT}|$)", re.IGNORECASE)
_AFTER_THEIR = re.compile(
    r"\bfollowing (?:the|their)\b(.*?)\b(?:meeting|summit|talks|dialogue|consultations)\b", re.IGNORECASE
)
_OF_A_GROUP = re.compile(r"\bon\b(.*?)\b(?:trilateral|bilateral)\b", re.IGNORECASE)
#: A text of whom the title does not tell whose it is, though no government speaks alone: "Camp David Principles".
_TOGETHER = re.compile(
    r"^(?!.*\b(?:national|emergency)\b).*\b(?:declaration|communiqu[eé]|principles|charter)$", re.IGNORECASE
)
_SHARED = re.compile(r"\b(?:partnership|framework|memorandum|agreement|deals?|accord|remarks)\b", re.IGNORECASE)
_BODY = r"(?:(?:un|united nations) )?(?:security council|general assembly)\b"
_RESOLUTION = re.compile(
    rf"^{_BODY} resolution\b|^resolution \d[\w/() ]{{0,30}}? (?:of|adopted by) the {_BODY}", re.IGNORECASE
)
#: A numbered paper of an office that stands before it, or behind "of": "MOFCOM Announcement No. 46 of 2024".
_PAPERS = r"(?:announcement|notice|notification|circular|order|decree|directive|ordinance|regulation|decision)\b"
_NO_ISSUER = r"\b(?:to|against|under|after|on|over|sanctions?|with)\b"
_NUMBERED = re.compile(
    rf"^((?:(?!{_NO_ISSUER})[^:;,’'\d]){{1,80}}?) {_PAPERS} \(?(?:no\b|number\b)",
    re.IGNORECASE,
)
_ISSUING = "(?:[Mm]inistry|[Dd]epartment|[Pp]resident|[Gg]overnment|[Oo]ffice|[Aa]dministration|[Cc]abinet|[Cc]ouncil)"
_PAPER_BY = re.compile(
    rf"^(?i:{_PAPERS}) (?:\(?No\b\W{{0,4}}\d+\W{{0,3}} ?)?(?:of \d+ )?(?:of|by) (?:the )?"
    rf"({_ISSUING}\b(?:,? (?:of|for|and|the|[A-Z][\w’'-]*))*)"
)
#: Where people speak by turns, "we" is whoever speaks: labels that come again, of offices, or of two who speak.
_LABEL_LINE = re.compile(
    r"^[ \t>*_]{0,8}(Q(?=[ \t:.*_])|(?:[A-Z][A-Z.'’-]{0,30}[ \t]){1,6}?[A-Z.'’() -]{0,30}:)", re.MULTILINE
)
_LABEL = re.compile(r"[ \t>*_]{0,8}(Q(?=[ \t:.*_])|[A-Z][A-Z.'’() -]{1,60}:)")
_OF_OFFICE = re.compile(
    r"\b(?:Q|MRS?|MS|DR|PRESIDENT|MINISTER|SECRETARY|OFFICIAL|MODERATOR|OPERATOR|AMBASSADOR|CHANCELLOR|GOVERNOR|SENATOR"
    r"|SPOKESPERSON|SPOKESMAN|SPOKESWOMAN|REPORTER|QUESTION|PREMIER|COMMISSIONER|REPRESENTATIVE|ADMIRAL|GENERAL|KING)\b"
)
_TALK = re.compile(r"\b(?:press (?:conference|call|briefing|gaggle)|roundtable|interview|q&a)\b", re.IGNORECASE)
#: Labels of those who speak for the government on whose site the talk stands.
_AT_HOME = frozenset({"THE PRESIDENT", "THE VICE PRESIDENT", "SENIOR ADMINISTRATION OFFICIAL", "THE PRIME MINISTER"})
#: Who says "we" in a joint text: "We, the leaders of Japan, the Republic of Korea (ROK), and the United States".
_WE = re.compile(
    r"^\s*We, (?:the )?(?:(?:[\w’'-]+ ){0,5}?(?:[Ll]eaders|[Mm]inisters|[Gg]overnments|[Hh]eads of [\w ]{1,40}"
    r"|[Pp]residents|[Ss]ecretaries|[Rr]epresentatives) of "
    r"((?:(?:the|and|of)\b|[A-Z][\w.’'-]*|\([A-Z.]{2,6}\)|,|\s){2,200})"
    r"|((?:[A-Z][\w-]* ){1,5})(?:[Ll]eaders|(?:[A-Z]\w+ )?[Mm]inisters)\b)",
    re.MULTILINE,
)
_LOOKED_AT = 20_000
#: Formulas by which only one office acts.
_FORMULAS = {
    "USA": re.compile(
        r"authority vested in me (?:as President )?by the Constitution|by the President of the United States",
        re.IGNORECASE,
    ),
}
_BODIES, _LEADERS = frozenset({"organisation"}), frozenset({"leader"})


class Speakers:
    """Who speaks in a document.

    Parameters
    ----------
    title, source : str
        Its title, and its address or who published it; empty if unknown.
    text : str
        Its clean text.

    Attributes
    ----------
    throughout : tuple of str
        Codes: the parties of a joint statement, else the government that the title names, on whose
        site or in whose gazette it stands or whose office stands above it, or the
        organisation whose resolution it is; empty where people speak by turns and where nothing says it.
    ordain : bool
        Whether the document is itself the law, order or notice of the one who speaks.
    first : tuple of str
        Who begins: the same, or where people speak by turns the only one whom the title names.
    """

    def __init__(self, title: str, source: str, text: str) -> None:
        title, head = " ".join(title[:LONGEST_TITLE].split()), text[:_LOOKED_AT]
        self._turns = _by_turns(head)
        above = masthead(head)
        by, site = _by(title), publisher(source) or above
        self._home = by if by and len(by) == 1 else (site,) if site else ()
        by = _we(head) if by == () else by  # a joint text whose title names nobody
        formula = next(((party,) for party, formula in _FORMULAS.items() if formula.search(head)), ())
        alone = not self._turns and not _TALK.search(title)
        self.throughout: tuple[str, ...] = (formula or (self._home if by is None else by)) if alone else ()
        law = bool(gazette(source) or above) or of_the_union(title) or _NUMBERED.search(title) is not None
        self.ordain = law and len(self.throughout) == 1
        self.first = self.throughout or (by if by and len(by) == 1 else ())

    def at(self, said: str, before: tuple[str, ...]) -> tuple[str, ...]:
        """Return who speaks in a sentence.

        Parameters
        ----------
        said : str
            The sentence: where people speak by turns, the label with which it may begin says who does.
        before : tuple of str
            Who spoke in the sentence before.

        Returns
        -------
        tuple of str
            Codes; empty for one whose country nothing says.
        """
        found = _LABEL.match(said) if self._turns else None
        if found is None:
            return before
        label = found.group(1).strip(" :")
        if label in _AT_HOME:
            return self._home
        named = parties_in(label.title(), _LEADERS)
        return named if len(named) == 1 else ()


def _by_turns(head: str) -> bool:
    """Return whether people speak by turns: labels come again, of an office or of two who speak."""
    again = [label for label, n in Counter(_LABEL_LINE.findall(head)).items() if n > 1]
    return len(again) > 1 or any(_OF_OFFICE.search(label) for label in again)


def _by(title: str) -> tuple[str, ...] | None:
    """Return who speaks by a title; None if it does not say so."""
    if of_the_union(title) or _RESOLUTION.search(title):
        return ("EUU",) if of_the_union(title) else parties_in(title, _BODIES)[:1]
    for paper in (_NUMBERED, _PAPER_BY):
        found = paper.search(title)
        if found and len(issuer := parties_in(found.group(1), GOVERNMENTS)) == 1:
            return issuer
    if (by := _BY.search(title)) and (named := parties_in(by.group(1), GOVERNMENTS)):
        return named if len(named) == 1 or "statement" in title.lower() else ()
    if by is None and _JOINT.search(title) and _STATEMENT.search(title):
        return _together(title)
    if _TOGETHER.search(title) and "presse" not in title.lower():
        return ()
    return () if by is None and _SHARED.search(title) and len(parties_in(title, GOVERNMENTS)) > 1 else None


def _we(head: str) -> tuple[str, ...]:
    """Return who calls themselves "we" where a text begins, if several governments or a body of theirs do."""
    found = _WE.search(head, 0, BEGINNING)
    said = " ".join((found[1] or found[2]).split()) if found else ""
    named = parties_in(said, GOVERNMENTS)
    return named if len(named) > 1 else parties_in(said, _BODIES)[:1]


def _together(title: str) -> tuple[str, ...]:
    """Return who gives a joint statement: those behind "of", before it, or in "on their trilateral partnership"."""
    for part in (_OF_THEM, _BEFORE_IT, _OF_A_GROUP, _AFTER_THEIR):
        found = part.search(title)
        if found and len(named := parties_in(found.group(1), GOVERNMENTS)) > 1:
            return named
    before = _BEFORE_IT.search(title)
    bodies = parties_in(before.group(1), _BODIES) if before else ()
    return bodies if len(bodies) == 1 else ()

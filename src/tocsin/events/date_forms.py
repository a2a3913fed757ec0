"""How a day is written: the forms in which a date, a weekday, a month or a span of days stands in a sentence."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UP_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TO_TWENTY = ("eleven", "twelve", *(f"{one}teen" for one in ("thir", "four", "fif", "six", "seven", "eigh", "nine")))
_TENS = {f"{one}ty": 10 * n for n, one in enumerate(("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"), 2)}
NUMBERS = (
    {word: n for n, word in enumerate((*_UP_TO_TEN, *_TO_TWENTY), 1)}
    | {f"{ten}-{one}": n + k for ten, n in _TENS.items() for k, one in enumerate(_UP_TO_TEN[:9], 1)}
    | _TENS
)
MONTH_NAME = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
)
_M = rf"(?P<month>{MONTH_NAME})\.?"
_W = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_SMALL = "|".join(
    "[- –]".join(f"[{part[0].upper()}{part[0]}]{part[1:]}" for part in word.split("-")) for word in (*NUMBERS, "a")
)
_COUNT = (
    r"(?<![-,.\d])(?<!half )(?<!hundred )(?<!hundred and )(?<!thousand )(?<!thousand and )"
    rf"(?P<count>[0-9]{{1,6}}|{_SMALL})"
    " (?P<unit>day|week|month|year)s?"
)
_IN = "in|In|between|Between|since|Since|by|By|until|from|From|during|of|through|before|after"
_D = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?"
_D2 = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?"
_TO = r"(?: ?[-–] ?| to (?:the )?| and | through )"
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    *(f"{one}teenth" for one in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
)
_TWENTIES = ("twentieth", *(f"twenty-{one}" for one in _ONES), "thirtieth", "thirty-first")
DAYS_IN_WORDS = (*_ONES, *_TEENS, *_TWENTIES)
_Y = r"(?P<year>(?:19|20)\d\d)"
_NO_PART = "(?<!section )(?<!version )(?<!article )(?<!paragraph )"
_ISSUE = (
    r"immediate(?= (?:ban|halt|stop|freeze|suspension|moratorium|embargo)\b)|"
    r"(?:date|day) of (?:its |the |this )?(?:promulgation|publication|issuance|announcement|notice)"
    r"|[Ss]tarting with (?:(?!that |which |who |could |can )[^,;.]){1,60}? immediately"
    r"|[Ff]rom now(?= (?:until|till|through|to)\b)"
    r"|(?:[Ww]ith|takes?) immediate effect|[Ee]ffective immediately"
    r"|(?:[Ee]ffective|starting|beginning) (?:at once|immediately)|at once(?=[.;]|$|,(?! \w+ing\b))"
)
_DAY_OF_MONTH = rf"(?:{MONTH_NAME}\.? \d+(?:st|nd|rd|th)?|\d+(?:st|nd|rd|th)?(?: of)? {MONTH_NAME})"
_SHIFT = (
    r"[Ll]ast|[Nn]ext|[Tt]his|[Tt]he following|[Tt]he next|[Tt]he previous"
    r"|[Tt]he same(?! \w+ (?:that|as|when)\b)"
)
_AFTER_DAY = "at|in|that|by|with|because|after|before|over|an?|the|its?|he|she|they|when|while|as"
_THIS_TEXT = (
    "(?:(?:(?:the )?(?:date|day|issuance|publication|signing) of )?this (?:order|notice|proclamation|statement"
    "|publication|announcement|regulation|rule)"
    "|(?:the )?(?:date|day) of (?:its|the) (?:publication|promulgation|signing|issuance))"
)
_PUBLISHED = "(?: after (?:its |the )?publication)?"
_EVENT = (
    "(?:ban|quota|talk|summit|meeting|decision|rule|control|curb|tariff|dut(?:y|ie)|drill|exercise|test|launch|flood|strike"
    "|freeze|(?:earth)?quake|storm|hurricane|typhoon|cyclone|blackout|outage|recall|ruling|agreement|announcement|measure|notice|visit|order|deal|sanction)s?"
)
_EDGES = "first days|first weeks|start|beginning|last days|end|close"
_END, _END_OR_WORD = "(?=[,.;:)]|$)", "(?=[,.;:)]|$| [a-z])"
_WHOLE = r"(?![-\w]| (?:19|20)\d\d)"
_FEW = "[Aa] few|[Aa] couple of|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ee]ight|[Tt]en|[Tt]welve"
#: What stands behind a night of the document's own day: no day of its own, no noun to which it belongs.
_THEN = "with|without|after|because|when|while|by|and|but|to|as|from|that|which|under|through|if|until"
_THAT_NIGHT = rf"(?=[,.;:)]|$| (?:{_THEN})\b)"
_NO_NAME = r"(?![’'\w])(?! [A-Z])"
_SHIFTED_DAY = "[Ll]ast|[Nn]ext|[Tt]his (?:coming|past)|[Tt]his|the following|the next"
#: Each with whether it asks for the name of a month.
PATTERNS = tuple(
    (re.compile(pattern), _M in pattern)
    for pattern in (
        rf"\b{_Y}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b",
        rf"(?<![/\w.-]){_Y}/(?P<month>0[1-9]|1[0-2])/(?P<day>0[1-9]|[12]\d|3[01])(?![/\w])",
        rf"{_NO_PART}(?<![\w.])(?P<day>0?[1-9]|[12]\d|3[01])\.(?P<month>0?[1-9]|1[0-2])\.{_Y}(?!\d|\.\d)",
        rf"\b{_M} {_D},?(?P<in_year> )(?P<shift>this|last|next) year\b",
        rf"\b{_D}(?: of)? {_M},?(?P<in_year> )(?P<shift>this|last|next) year\b",
        rf"\b{_M} {_D},?(?P<in_year> )of (?P<shift>this|last|next) year\b",
        rf"\b[Tt]he (?P<ordinal>{'|'.join(DAYS_IN_WORDS)}) of {_M},?(?P<in_year> )(?P<shift>this|last|next) year\b",
        rf"\b{_M} (?P<in_year>(?:of )?)(?P<shift>this|last|next) year\b",
        rf"\b{_M} {_D}(?:[-–](?:{_D2})| and {_D2}| to {_D2})?,? {_Y}\b",
        rf"\b{_D}{_TO}{_D2}(?: of)? {_M}(?:,? {_Y})?(?=[\s,.;)]|$)",
        rf"\b{_D}(?: of)? {_M},? {_Y}\b",
        rf"\b{_M} {_D}\b(?!\s*(?:percent|%|million|billion|tonnes|tons))",
        rf"\b{_D}(?: of)? {_M}(?=[\s,.;)]|$)",
        rf"\b[Tt]h(?:e|is) (?P<ordinal>{'|'.join(DAYS_IN_WORDS)})(?: day)? of {_M}(?:,? {_Y})?(?=[\s,.;)]|$)",
        rf"\b[Tt]his {_D} day of {_M}(?:,? {_Y})?(?=[\s,.;)]|$)",
        rf"\b{_M}(?:,| of)? {_Y}\b",
        rf"\b[Tt]he (?P<edge>{_EDGES}) of {_Y}\b",
        rf"\b(?P<which>early|mid|late)[- ]{_Y}\b",
        rf"\b(?:Q(?P<quarter>[1-4])|(?P<nth>first|second|third|fourth) quarter)(?: of)?,? {_Y}\b",
        r"\b(?P<nth>first|second|third|fourth) quarter of (?P<shift>this|last|next) year\b",
        rf"(?<![Ff]or )(?<!up to )(?<!another )(?<!next )(?<!least )\b{_COUNT} (?P<way>from (?:now|today)|hence)\b",
        rf"\b{_COUNT} (?P<way>ago) (?P<to_the>today|this (?:day|week|month))\b",
        rf"(?<!for )\b{_COUNT} (?P<way>after|from|following) {_THIS_TEXT}\b",
        r"\b(?P<relative>[Tt]he day (?:before yesterday|after tomorrow))\b",
        r"\b(?P<relative>(?:(?<=\b[Aa]s of )|(?<=ahead of )|(?<!\bof ))[Tt]omorrow|[Tt]omorrow(?=[’']s))\b",
        r"\b(?P<relative>[Tt]oday|[Yy]esterday|[Ll]ast (?:night|evening)|[Tt]onight)\b",
        r"\b(?P<relative>[Tt]his (?:morning|afternoon|evening)|[Ee]arlier today|[Ll]ater in the day)\b",
        r"\b(?P<same>[Ee]arlier in the day)\b",
        r"\b(?P<relative>[Jj]ust now|[Aa]s we speak|[Aa]t this (?:very )?moment|[Mm]oments ago|[Tt]his very day)\b",
        r"(?:(?<=have )|(?<=has )|(?<=had ))(?P<relative>overnight)\b",
        rf"\b(?P<relative>(?:[Aa]n?|[Ss]ome|{_FEW}|\d+) (?:hour|minute)s? ago|[Hh]ours ago)\b",
        (
            r"\b(?P<relative>(?:(?:at|[Ss]ince|[Ff]rom|[Aa]s of|[Aa]fter) midnight|[Oo]vernight)"
            rf"(?: (?:[A-Z]\w+ ){{0,2}}time)?{_THAT_NIGHT})"
        ),
        r"\b(?P<relative>(?:At|Since|From|As of) midnight)(?!,? (?:on|at|of|last) |,? \w+day|,? \d)\b",
        rf"\b(?:(?P<shift>{_SHIFTED_DAY}) )?{_W}\b(?!,? {_DAY_OF_MONTH}\b)",
        rf"\b(?P<edge>{_EDGES}) of (?P<shift>this|last|next) year{_WHOLE}",
        rf"\b(?P<edge>start|beginning) of (?P<shift>the) year{_WHOLE}",
        rf"\b[Tt]he turn of (?P<turn>the year)|\b(?:from|with|by|until|since) (?:the )?(?P<new>[Nn]ew [Yy]ear){_END}",
        r"\b[Tt]he last day of the (?P<last_of>year|month)\b(?! (?:19|20))",
        rf"\b[Tt]he (?:{_EDGES}|middle|course) of (?P<shift>this|the) (?P<unit>month){_END_OR_WORD}",
        rf"\b(?:[Ll]ater|[Ee]arlier) (?P<shift>this|in the) (?P<unit>month|year){_END_OR_WORD}",
        rf"(?<=\b(?:in|In|by|of) )(?P<season>spring|summer|autumn|fall|winter) {_Y}\b",
        r"\b(?P<seasons>[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive) (?:spring|summer|autumn|winter)s ago\b",
        r"\b(?P<shift>[Ll]ast|[Nn]ext) (?P<season>spring|summer|autumn|fall|winter)\b",
        r"\b[Tt]he (?P<unit>day) (?P<beside>before|after)(?=[,.;]|$| in\b)",
        r"\b(?P<bare>first|second|third|fourth) quarter\b(?! of (?:19|20))",
        (
            rf"\b(?:[Oo]n|[Ff]rom|[Ss]ince|[Ff]or|[Uu]ntil|[Bb]y|(?<!th )(?<!st )(?<!nd )(?<!rd )to)"
            r" the (?P<alone>[12]?\d|3[01])(?:st|nd|rd|th)"
            rf"(?: of (?P<shift>last|this|the) month)?(?=[,.;:)]|$| (?:{_AFTER_DAY})\b"
            r"| and (?:[a-z]+ed|its?|they|the|will)\b| to the \d+(?:st|nd|rd|th)(?:[,.;:)]| and\b| for\b| in\b))"
        ),
        r"\b(?:morning|afternoon|evening|night) of the (?P<alone>[12]?\d|3[01])(?:st|nd|rd|th)(?=[,.;:)]|$)",
        rf"\b(?P<shift>[Tt]his|[Ll]ast|[Nn]ext) year(?P<in_year> )in {_M}(?=[\s,.;)]|$)",
        rf"(?<![Tt]he )\b(?P<shift>{_SHIFT}|[Tt]his past) (?P<unit>day|weekend|week|month|year)\b",
        r"\b(?:[Oo]ver|[Aa]t|[Oo]n|[Dd]uring) (?P<shift>the) (?P<unit>weekend)\b",
        r"\b[Ii]n (?P<lately>(?:the )?(?:recent|past few|last few) days)\b",
        r"\b(?P<lately>(?:[Ii]n|[Oo]ver) the (?:past|last) (?:few|two|three|48|72) (?:day|hour)s)\b",
        r"\b(?:[Tt]his|[Tt]he) (?P<shift>coming) (?P<unit>week)\b",
        r"\b(?P<same>(?:[Tt]hat|[Tt]he) (?:very|same) (?:morning|afternoon|evening|night))\b",
        rf"\b(?P<feast>[Nn]ew [Yy]ear[’']s (?:[Dd]ay|[Ee]ve)|Christmas(?: Day| Eve)?){_NO_NAME}(?:,? (?:of )?{_Y})?",
        (
            r"\b(?P<within>[Tt]his (?:spring|summer|autumn|fall|winter)|the end of the year|year(?:[’']s |-)end"
            r"|the year (?:is out|ends)|within the year|the middle of (?:the|this) year"
            rf"|the (?:first|second) half of (?:the|this) year)\b{_WHOLE}"
        ),
        rf"(?:[’']s|\b(?:[Tt]he|[Ii]ts|[Tt]heir)) {_M}(?= (?:[a-z-]+ )?{_EVENT}\b)",
        (
            r"(?:^|(?<=[.,;:] )|(?<= in )|(?<= of )|(?<= by )|(?<=fter )|(?<= the )|(?<= and ))"
            rf"{_M}[’']s(?= (?:[\w.’'-]+ ){{0,2}}?{_EVENT}\b)"
        ),
        rf"\b{_Y}(?= (?!tonn?es?\b|tons?\b)(?:[a-z-]+ ){{0,2}}quotas?\b)",
        rf"\b(?i:fiscal|fishing|calendar|crop|marketing|quota) [Yy]ear {_Y}\b",
        rf"\b[Ff]or {_Y}(?=[,.;:)]|$| (?:and|at|by|in|is|of|on|to|was|will|with|a|the)\b)",
        rf"\b(?P<relative>{_ISSUE})\b",
        rf"\b{_COUNT} (?P<way>ago|later|earlier)\b",
        rf"\b(?P<shift>[Ll]ast|[Nn]ext|[Tt]his past|[Tt]his|[Tt]he following) {_M}(?=[\s,.;)]|$)",
        rf"\b(?P<shift>[Tt]hat) {_M}(?=[,.;)]|$| (?:and|as|after|but|when|while)\b)",
        rf"\b{_M},? (?:of )?(?P<shift>that)(?: same)? year\b",
        rf"\b(?:{_IN}|Until|throughout|Throughout|After|late|early|mid|end of) (?:mid-|late |early )?{_Y}\b",
        rf"\b(?:[Ee]ffective|effect|force)(?P<way>(?: in| after)?) {_COUNT}{_PUBLISHED}\b(?! after)",
        rf"\b(?:(?:{_IN}|on|On|[Ee]ffective) (?:early |late |mid-)?|early |late |[Mm]id-){_M}(?=[\s,.;)]|$)",
    )
)
#: What is not the day of all that stands near it: "a day after it fired", "in sixty days".
BESIDE = (
    (
        "behind",
        re.compile(
            rf"(?<!for )(?<!least )(?<!than )(?<!thin )\b(?:{_COUNT}|(?<!\d )(?:[a-z]+ )?hours) (?P<way>after|before)\b"
        ),
    ),
    (
        "ahead",
        re.compile(
            rf"\b(?:[Ii]n|[Ww]ithin)(?: the next| another)? (?:{_COUNT}|a couple of (?P<pair>day|week|month|year)s)\b"
            r"(?! (?:prior|before|of|after|later|ago|earlier))"
        ),
    ),
)
_HAPPENING = (
    "accord|agreement|armistice|ban|boycott|blackout|blockade|cease-?fire|communiqu[eé]|conference|control|convention|curb"
    "|cyclone|deal|declaration|drought|dut(?:y|ie(?=s))|(?:earth)?quake|embargo(?:e(?=s))?|eruption|exercise|flood|fire|forum"
    "|hurricane|memorandum|meeting|moratorium|outage|outbreak|pact|pandemic|protocol|quota|restriction|sanction|shortage"
    "|statement|storm|strike|summit|talk|tariff|test|treat(?:y|ie(?=s))|truce|tsunami|typhoon|visit|walkout|wildfire"
)
_UNITS = r"tonnes?|tons?|kilo\w+|kg|km|miles?|metres?|meters?|[MGT]W|percent|per cent|%|dollars|euros|people|\w+ers"
_LINKS = (
    "a|after|against|amid|among|an|and|as|at|before|began|by|during|for|from|had|has|in|into|is|met|of|on|or|over|that|the"
    "|to|under|was|when|which|who|will|with"
)
#: A year that tells of which act a noun speaks: "a 2013 agreement", "the 1994 M6.7 Northridge earthquake".
WITHIN = re.compile(
    rf"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Oo]ur|[Tt]his|[Tt]hat)|\w[’']s|\ws[’']) {_Y}(?! (?:{_UNITS})\b)"
    rf"(?: (?:[A-Z][\w.&’'/-]*|(?!(?:{_LINKS})\b)(?:estimated|[a-z][a-z-]*(?<!ed)(?<!s)(?![\w-])))){{0,5}}?"
    rf" (?i:{_HAPPENING})(?i:s)?\b(?! [A-Z])",
)
ANY = re.compile(
    r"\d|[Dd]ay|Eve|omorrow|night|morning|afternoon|evening|hour|hristmas|spring|summer|autumn|fall|winter|week|month"
    r"|quarter|year|ust now|we speak|oment|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|mmediate|t once|ew Year"
    r"|minute|date of |rom now"
)  # in every date
MONTH = re.compile("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
SHARED = re.compile(
    rf"(?:, {MONTH_NAME}\.? {_D2}){{0,3}}"
    rf"(?:,? and |, | to | or | ?[-–] ?)(?:on )?(?:{_M} {_D2}|{_D2} (?P<other>{MONTH_NAME})),? {_Y}\b"
)
SHARED_MONTH = re.compile(rf"(?:, {MONTH_NAME}){{0,3}}(?:,? and |, | to | or | through | ?[-–] ?){_M},?(?: of)? {_Y}\b")
#: What stands before a day until which something lasts.
UNTIL = re.compile(r"\b(?:until|till|through|beyond) (?:the )?$")
JOINED = re.compile(r",? (?:(?:namely|that is|on|in) )?")

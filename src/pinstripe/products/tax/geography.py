"""Geography: which state a postal code is of, what belongs to the Union, what is left out of every tax.

Owns: these facts. Does not own: rates (rates/), how an address is read (place.py). Money: none.
Source: docs: Tax (zero tax amounts) for what is left out; inferred (postal codes, as posts publish them).
"""

from __future__ import annotations

from typing import Final

EU: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)

STATES: Final[dict[str, dict[str, str]]] = {
    country: dict(line.strip().split(" ", 1) for line in text.strip().split(";"))
    for country, text in {
        "US": """AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;
        DE Delaware;
        DC District of Columbia;FL Florida;GA Georgia;HI Hawaii;ID Idaho;IL Illinois;IN Indiana;IA Iowa;
        KS Kansas;KY Kentucky;LA Louisiana;ME Maine;MD Maryland;MA Massachusetts;MI Michigan;MN Minnesota;
        MS Mississippi;MO Missouri;MT Montana;NE Nebraska;NV Nevada;NH New Hampshire;NJ New Jersey;
        NM New Mexico;NY New York;NC North Carolina;ND North Dakota;OH Ohio;OK Oklahoma;OR Oregon;
        PA Pennsylvania;PR Puerto Rico;RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;
        TX Texas;UT Utah;VT Vermont;VA Virginia;WA Washington;WV West Virginia;WI Wisconsin;WY Wyoming""",
        "CA": """AB Alberta;BC British Columbia;MB Manitoba;NB New Brunswick;NL Newfoundland and Labrador;
        NS Nova Scotia;NT Northwest Territories;NU Nunavut;ON Ontario;PE Prince Edward Island;QC Quebec;
        SK Saskatchewan;YT Yukon""",
    }.items()
}
"""States and provinces by country: their codes and names."""

ZIP_STATES: Final = """
005 NY;006-007 PR;009 PR;010-027 MA;028-029 RI;030-038 NH;039-049 ME;050-054 VT;055 MA;056-059 VT;060-062 CT;
063 CT NY;064-069 CT;070-089 NJ;100-149 NY;150-196 PA;197-199 DE;200 DC;201 VA;202-205 DC;206-212 MD;
214-219 MD;220-246 VA;247-268 WV;270-289 NC;290-299 SC;300-319 GA;320-339 FL;341-342 FL;344 FL;346-347 FL;
349 FL;350-352 AL;354-369 AL;370-385 TN;386-397 MS;398-399 GA;400-418 KY;420-427 KY;430-459 OH;460-479 IN;
480-499 MI;500-516 IA;520-528 IA;530-532 WI;534-535 WI;537-549 WI;550-551 MN;553-567 MN;569 DC;570-577 SD;
580-588 ND;590-599 MT;600-620 IL;622-629 IL;630-631 MO;633-641 MO;644-658 MO;660-662 KS;664-679 KS;
680-681 NE;683-693 NE;700-701 LA;703-708 LA;710-714 LA;716-729 AR;730-731 OK;733 TX;734-741 OK;743-749 OK;
750-799 TX;800-816 CO;820-831 WY;832-838 ID;840-847 UT;850-853 AZ;855-857 AZ;859-860 AZ;863-865 AZ;
870-871 NM;873-884 NM;885 TX;889-891 NV;893-895 NV;897-898 NV;900-908 CA;910-928 CA;930-961 CA;967-968 HI;
970-979 OR;980-986 WA;988-994 WA;995-999 AK
"""
"""The first three digits of postal codes of the US, and the states that they are of."""

PROVINCES: Final = dict(
    zip("ABCEGHJKLMNPRSTVXY", "NL NS PE NB QC QC QC ON ON ON ON ON MB SK AB BC NT YT".split(), strict=True)
)
"""The first letter of postal codes of Canada; those of Nunavut begin with X0A, X0B or X0C."""


def _zips() -> dict[str, tuple[str, ...]]:
    found = {}
    for line in ZIP_STATES.replace("\n", "").strip().split(";"):
        span, *states = line.split()
        first, _, last = span.partition("-")
        for number in range(int(first), int(last or first) + 1):
            found[f"{number:03d}"] = tuple(states)
    return found


ZIPS: Final = _zips()
"""The states of each beginning of a postal code."""

LEFT_OUT: Final = frozenset("AX BL FK GG IC JE MF PM SJ VA VG WF".split())
"""Territories with a code of their own in which no tax is worked out. source: docs: Tax (zero tax amounts)"""
LEFT_OUT_POSTAL: Final = {
    "ES": ("35", "38", "51", "52"),
    "FI": ("22",),
    "FR": ("975", "97133", "97150", "986"),
    "GB": ("JE", "GY", "FIQQ"),
    "IT": ("00120",),
    "NO": ("8099", "917"),
}
"""The same territories, where the address says the country: beginnings of their postal codes. source: docs:
Tax (zero tax amounts); the codes inferred"""

ORIGIN: Final = frozenset("AZ IL MO PA TN VA".split())
"""States in which a sale from within is taxed where the seller is. source: docs: Tax"""

COUNTRIES: Final = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
    UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW""".split()
)
"""Codes of countries. source: ISO 3166-1, as the public knows it"""

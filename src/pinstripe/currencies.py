"""Currencies: which codes are accepted, how many decimals an amount has, how money is written in messages.

Owns: these facts. Does not own: exchange rates, rounding of sums (money.py), refusals.
Money: an amount is an int in the unit the API takes; only unit prices may be decimals, as strings.
Source: recorded: issue reports (the "Invalid currency" refusal of 2026), all recordings (symbols of
amounts, their place); docs: currencies (decimals, minimums, maximums).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_ACCEPTED: Final = (
    "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd "
    "cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd "
    "hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl "
    "mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr "
    "pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd "
    "tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw "
    "usdc btn ghs eek lvl svc vef ltl sll mro"
)
ACCEPTED: Final[tuple[str, ...]] = tuple(_ACCEPTED.split())
"""In the order in which the refusal lists them: retired ones come last."""

CODES: Final[frozenset[str]] = frozenset(ACCEPTED)

_ZERO_DECIMAL: Final = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
ZERO_DECIMAL: Final = frozenset(_ZERO_DECIMAL.split())
THREE_DECIMAL: Final = frozenset(("bhd", "jod", "kwd", "omr", "tnd"))

STEPS: Final[dict[str, int]] = {
    "isk": 100,  # no decimals in life, two in the API
    "ugx": 100,
    **dict.fromkeys(sorted(THREE_DECIMAL), 10),  # the networks carry two of the three decimals
}

MINIMUM_CHARGES: Final[dict[str, int]] = {
    "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250,
    "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200,
    "nok": 300, "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000, "usd": 50,
}  # fmt: skip

LARGEST: Final = 999_999_999_999
"""The largest amount of a price, a line or a balance: twelve digits. source: inferred"""

MAXIMUM_CHARGE: Final = 99_999_999
MAXIMUM_CHARGES: Final[dict[str, int]] = {
    "idr": 999_999_999_999,
    "cop": 9_999_999_999,
    "huf": 9_999_999_999,
}

BEFORE: Final[dict[str, str]] = {
    "usd": "$", "ars": "$", "aud": "$", "bmd": "$", "bnd": "$", "bsd": "$", "bzd": "$", "cad": "$",
    "clp": "$", "cop": "$", "dop": "$", "hkd": "$", "jmd": "$", "kyd": "$", "mxn": "$", "nzd": "$",
    "sgd": "$", "twd": "$", "xcd": "$", "uyu": "$U", "brl": "R$", "nio": "C$", "top": "T$",
    "eur": "€", "gbp": "£", "gip": "£", "jpy": "¥", "cny": "¥", "krw": "₩", "inr": "₹", "ils": "₪",
    "php": "₱", "pyg": "₲", "crc": "₡", "svc": "₡", "ghs": "₵", "thb": "฿", "bdt": "৳", "azn": "₼",
    "ang": "ƒ", "idr": "Rp", "myr": "RM", "npr": "Rs.", "pkr": "Rs", "mur": "₨", "zar": "R",
    "pen": "S/", "gtq": "Q", "hnl": "L", "kes": "KSh", "tzs": "Sh", "mga": "Ar", "szl": "E",
    "bob": "Bs.", "vef": "Bs", "vuv": "Vt", "bwp": "P", "mzn": "MTn", "ron": "Lei", "rsd": "РСД",
    "bam": "КМ", "isk": "kr.", "aed": "د.إ", "bhd": "ب.د", "egp": "ج.م", "jod": "د.ا", "kwd": "د.ك",
    "lbp": "ل.ل", "omr": "ر.ع.", "sar": "ر.س", "chf": "CHF ",
}  # fmt: skip
"""Symbols that stand before the amount."""

AFTER: Final[dict[str, str]] = {
    "afn": "؋", "all": "L", "amd": "դր.", "aoa": "Kz", "awg": "ƒ", "bbd": "$", "bgn": "лв.", "bif": "Fr",
    "btn": "Nu.", "byn": "Br", "cdf": "Fr", "cve": "$", "czk": "Kč", "djf": "Fdj", "dkk": "kr.",
    "dzd": "د.ج", "eek": "KR", "etb": "Br", "fjd": "$", "fkp": "£", "gel": "ლ", "gmd": "D", "gnf": "Fr",
    "gyd": "$", "hrk": "kn", "htg": "G", "huf": "Ft", "kgs": "som", "khr": "៛", "kmf": "Fr", "kzt": "₸",
    "lak": "₭", "lkr": "₨", "lrd": "$", "lsl": "L", "ltl": "Lt", "lvl": "Ls", "mad": "د.م.", "mdl": "L",
    "mkd": "ден", "mmk": "K", "mnt": "₮", "mop": "P", "mro": "UM", "mvr": "MVR", "mwk": "MK", "nad": "$",
    "ngn": "₦", "nok": "kr", "pab": "B/.", "pgk": "K", "pln": "zł", "qar": "ر.ق", "rub": "₽", "rwf": "FRw",
    "sbd": "$", "scr": "₨", "sek": "kr", "shp": "£", "sle": "Le", "sll": "Le", "sos": "Sh", "srd": "$",
    "std": "Db", "tjs": "ЅМ", "tnd": "د.ت", "try": "₺", "ttd": "$", "uah": "₴", "ugx": "USh",
    "uzs": "so'm", "vnd": "₫", "wst": "T", "xaf": "CFA", "xof": "Fr", "xpf": "Fr", "yer": "﷼", "zmw": "K",
}  # fmt: skip
"""Symbols that stand after it, with a space. What is in neither table is written with its code."""


def known(code: str) -> bool:
    """Whether the code is accepted, in whatever case it came."""
    return code.lower() in CODES


def decimals(currency: str) -> int:
    """How many decimals an amount of the API carries. source: docs: currencies"""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def step(currency: str) -> int:
    """Amounts must be multiples of this. source: docs: currencies (special cases)"""
    return STEPS.get(currency, 1)


def minimum_charge(currency: str) -> int:
    """The smallest charge, 1 where the currency has no minimum of its own. source: docs: currencies"""
    return MINIMUM_CHARGES.get(currency, 1)


def maximum_charge(currency: str) -> int:
    """The largest charge. source: docs: currencies"""
    return MAXIMUM_CHARGES.get(currency, MAXIMUM_CHARGE)


def symbol_amount(amount: int | str | Decimal, currency: str) -> str:
    """Money as messages and line descriptions write it: "$10.00", "€1,000.00", "¥500", "10.00 kr".

    amount: in the API's unit; a decimal one shows as many decimals as it has.
    source: recorded: gumroad (refusals), issue reports (symbols after the amount)
    """
    sign, figure = _figure(amount, currency)
    if currency in BEFORE:
        return f"{sign}{BEFORE[currency]}{figure}"
    return f"{sign}{figure} {AFTER.get(currency, currency.upper())}"


def coded_amount(amount: int | str | Decimal, currency: str) -> str:
    """Money with the currency's code behind it, where its symbol cannot be written: "10.00 PLN"."""
    return "{}{} {}".format(*_figure(amount, currency), currency.upper())


def _figure(amount: int | str | Decimal, currency: str) -> tuple[str, str]:
    """The sign and the figure of an amount in the API's unit."""
    places = decimals(currency)
    value = Decimal(amount).scaleb(-places)
    sign, value = ("-", -value) if value < 0 else ("", value)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), f"{amount} is no amount"
    return sign, f"{value:,.{max(places, -exponent)}f}"

"""Exchange: what a payment in another currency is worth in the one that the account settles in.

Owns: rates, which never change, and the rule of conversion. Does not own: when it happens (charge.py).
Money: ints of minor units; a rate turns minor units of one currency into those of the other, as Stripe shows
it. Source: recorded: gumroad (form of a rate, rounding, a spread of two percent between both ways; the rates
of CAD and KRW, October 2023); the other rates inferred.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from pinstripe import currencies
from pinstripe.money import round_half_up
from pinstripe.products.payments import amounts

_PER_DOLLAR: Final = """
aed 3.67 afn 70 all 85 amd 385 ang 1.79 aoa 915 ars 1400 aud 1.52 awg 1.79 azn 1.7 bam 1.69 bbd 2 bdt 122
bgn 1.69 bhd 0.376 bif 2950 bmd 1 bnd 1.3 bob 6.91 brl 5.4 bsd 1 btn 88 bwp 13.5 byn 3.3 bzd 2 cad 1.3695
cdf 2300 chf 0.8 clp 950 cny 7.1 cop 3900 crc 503 cve 95 czk 21 djf 178 dkk 6.45 dop 63 dzd 130 eek 13.5
egp 47.5 etb 150 eur 0.865 fjd 2.27 fkp 0.76 gbp 0.755 gel 2.7 ghs 11 gip 0.76 gmd 73 gnf 8680 gtq 7.66
gyd 209 hkd 7.78 hnl 26.3 hrk 6.52 htg 131 huf 335 idr 16600 ils 3.27 inr 88 isk 125 jmd 160 jod 0.709
jpy 152 kes 129 kgs 87.4 khr 4020 kmf 425 krw 1335 kwd 0.307 kyd 0.83 kzt 525 lak 21700 lbp 89500 lkr 304
lrd 183 lsl 17.3 ltl 2.99 lvl 0.61 mad 9.25 mdl 17 mga 4470 mkd 53.2 mmk 2100 mnt 3580 mop 8.01 mro 398
mur 45.8 mvr 15.4 mwk 1734 mxn 18.5 myr 4.2 mzn 63.9 nad 17.3 ngn 1450 nio 36.8 nok 10.1 npr 141 nzd 1.75
omr 0.385 pab 1 pen 3.38 pgk 4.2 php 58.5 pkr 281 pln 3.68 pyg 7080 qar 3.64 ron 4.4 rsd 101 rub 80 rwf 1450
sar 3.75 sbd 8.23 scr 14 sek 9.45 sgd 1.3 shp 0.76 sle 23 sll 22800 sos 571 srd 38.5 std 21200 svc 8.75
szl 17.3 thb 32.5 tjs 9.2 tnd 2.94 top 2.38 try 42 ttd 6.78 twd 30.9 tzs 2450 uah 42 ugx 3480 usd 1 usdc 1
uyu 39.9 uzs 12000 vef 250000 vnd 26300 vuv 122 wst 2.78 xaf 567 xcd 2.7 xcg 1.79 xof 567 xpf 103 yer 239
zar 17.3 zmw 22.5
"""
_WORDS: Final = _PER_DOLLAR.split()
PER_DOLLAR: Final[dict[str, Decimal]] = {
    code: Decimal(units) for code, units in zip(_WORDS[::2], _WORDS[1::2], strict=True)
}
"""How many units of a currency a dollar is worth. source: inferred"""

KEPT: Final = Decimal("0.99")
"""What is left of a payment's worth after conversion. source: recorded: gumroad (half of the spread)"""

PAID_BACK: Final = Decimal("1.01")
"""What giving it back costs, as a part of its worth. source: recorded: gumroad (half of the spread)"""

PLACES: Final = Context(prec=6)
"""Six significant digits. source: recorded: gumroad (1.35576, 13.2136)"""


@cache
def rate(given: str, settled: str) -> Decimal:
    """How many minor units of one currency a minor unit of another is worth. source: recorded: gumroad"""
    worth = Context(prec=28).divide(PER_DOLLAR[settled], PER_DOLLAR[given])
    return PLACES.multiply(worth.scaleb(currencies.decimals(settled) - currencies.decimals(given)), KEPT)


@cache
def refund_rate(given: str, settled: str) -> Decimal:
    """The rate at which a payment is given back: the other side of the spread. source: recorded: gumroad
    (1.35576 and 1.38343 for one charge)
    """
    return PLACES.multiply(PLACES.divide(rate(given, settled), KEPT), PAID_BACK)


def converted(amount: int, given: str, settled: str, at: Decimal | None = None) -> int:
    """What an amount is worth in another currency. params: at, a rate other than that of payments

    source: recorded: gumroad (rounded half up)
    """
    return round_half_up(Fraction(amount) * Fraction(rate(given, settled) if at is None else at))


def too_little(amount: int, currency: str, settles_in: str) -> tuple[str, str, str] | None:
    """The words of an amount that comes to less than the smallest charge of another currency, that in which
    the account settles; None where it is enough. source: docs: currencies"""
    if currency == settles_in:
        return None
    worth = converted(amount, currency, settles_in)
    enough = worth >= currencies.minimum_charge(settles_in)
    return None if enough else amounts.too_little(amount, currency, worth, settles_in)

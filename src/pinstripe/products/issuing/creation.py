"""Creation: a card is made, on its own or in the place of another.

Owns: what a new card needs. Does not own: the record (card.py), its parcel (shipping.py), the look of plastic
(personalization_design.py). Money: none. Source: spec; docs: Issuing cards.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY, utc_date
from pinstripe.kernel.generate import stored
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import card as cards
from pinstripe.products.issuing import cardholder as cardholders
from pinstripe.products.issuing import controls, parcel, programme, refusals
from pinstripe.products.issuing import personalization_design as designs
from pinstripe.products.issuing.card import CARD
from pinstripe.products.treasury import financial_account as financial_accounts

CURRENCIES: Final = ("eur", "gbp", "usd")
REACHED_BY_PHONE: Final = ("eur", "gbp")
"""Currencies of cards whose holders are asked by telephone whether a payment is theirs. source: spec
(phone_number: European cards); that British ones are meant, too: docs: Issuing cards
"""
LONGEST_LINE: Final = 24
NEAR_DAYS: Final = 60
"""So long before its end a card counts as expired for a replacement. source: inferred"""
OWN: Final = frozenset(
    "cardholder financial_account pin shipping spending_controls status personalization_design".split()
)


def make(work: Work, params: Params) -> Record:
    """A card. refuses: not_set_up, no_holder, no_phone, past_due, and what its parts refuse. source: spec"""
    programme.require(work)
    former = replaced(work, params)
    holder = holder_for(work, params, former)
    currency = params.currency
    if currency not in CURRENCIES:
        raise refusals.currency_unknown(currency, CURRENCIES)
    if currency in REACHED_BY_PHONE and not holder.phone_number:
        raise refusals.no_phone()
    month, year = ends(work, params)
    facts = {
        **stored(CARD, params, OWN),
        **plastic(work, params, holder),
        "cardholder": holder.body,
        "exp_month": month,
        "exp_year": year,
        "spending_controls": controls.of_card(params.get("spending_controls"), currency),
    }
    account = params.get("financial_account") or (former.financial_account if former is not None else None)
    if account:
        facts["financial_account"] = drawn(work, account, currency)
    status = params.get("status", "inactive")
    if status == "active" and cardholders.held_up(holder):
        raise refusals.past_due()
    number = cards.number(work)
    private = {"number": number, "cvc": f"{work.mint.number(1000):03d}"}
    if params.get("pin"):
        private["pin"] = params.pin.get("encrypted_number")
    if former is not None:
        private["root"] = former.private.get("root", former.id)
        if params.replacement_reason in cards.SAME_NUMBER:
            number = private["number"] = former.private["number"]
    made = work.create(CARD, status, last4=number[-4:], private=private, **facts)
    if former is not None:
        work.change(former, replaced_by=made.id, **cards.current(work, former))
        if status == "active":
            cards.supersede(work, made)
    return made


def drawn(work: Work, key: str, currency: str) -> str:
    """The financial account that is to pay. refuses: resource_missing, closed, feature_inactive,
    other_money. source: spec; docs: Financial account features
    """
    account = financial_accounts.usable(work, key, "card_issuing")
    if currency not in account.supported_currencies:
        raise refusals.other_money(currency)
    return str(account.id)


def holder_for(work: Work, params: Params, former: Record | None) -> Record:
    """Who is to hold it. refuses: no_holder, other_holder, resource_missing"""
    key = params.get("cardholder")
    known = former.cardholder["id"] if former is not None else None
    if not (key or known):
        raise refusals.no_holder()
    if key and known and key != known:
        raise refusals.other_holder()
    return work.find("issuing.cardholder", str(key or known), "cardholder")


def ends(work: Work, params: Params) -> tuple[int, int]:
    """The last month that it is good in. refuses: bad_expiry, missing_param. source: spec (exp_month,
    exp_year)
    """
    month, year = cards.expiry(work.now)
    month, year = params.get("exp_month", month), params.get("exp_year", year)
    today = utc_date(work.now)
    if not 1 <= month <= 12:
        raise refusals.bad_expiry("exp_month")
    if not (today.year, today.month) <= (year, month) <= (today.year + 20, 12):
        raise refusals.bad_expiry("exp_year")
    return month, year


def plastic(work: Work, params: Params, holder: Record) -> dict[str, Any]:
    """Parcel, look and second line of a card of plastic. refuses: no_shipping, virtual_only, design_unusable

    source: spec
    """
    if params["type"] == "virtual":
        for name in ("shipping", "personalization_design", "second_line"):
            if params.get(name):
                raise refusals.virtual_only(name)
        return {}
    if not params.get("shipping"):
        raise refusals.no_shipping()
    design = designs.for_card(work, params.get("personalization_design"))
    line(params.get("second_line"), designs.feature(work, design, "second_line"))
    return {
        "personalization_design": design.id if design is not None else None,
        "shipping": parcel.ordered(work, params.shipping),
    }


def line(text: str | None, feature: str) -> None:
    """refuses: line_refused, long_line"""
    if (text is None and feature == "required") or (text and feature == "unsupported"):
        raise refusals.line_refused(feature)
    if text and len(text) > LONGEST_LINE:
        raise refusals.long_line(LONGEST_LINE)


def replaced(work: Work, params: Params) -> Record | None:
    """The card in whose place it comes. refuses: reason_missing, replaces_nothing, not_replaceable

    source: spec (replacement_for, replacement_reason)
    """
    key, reason = params.get("replacement_for"), params.get("replacement_reason")
    if not key:
        if reason:
            raise refusals.replaces_nothing()
        return None
    if not reason:
        raise refusals.reason_missing()
    former = work.find("issuing.card", key, "replacement_for")
    why = unfit(work, former, reason)
    if why:
        raise refusals.not_replaceable(reason, why)
    return former


def unfit(work: Work, former: Record, reason: str) -> str:
    """What speaks against a reason; "" for nothing. source: spec (replacement_reason)"""
    if reason == "damaged" and former.body["type"] != "physical":
        return "only physical cards can be damaged"
    if reason == "expired":
        months = former.exp_year * 12 + former.exp_month
        soon = utc_date(work.now + NEAR_DAYS * DAY)
        return "" if months <= soon.year * 12 + soon.month else "the card has not expired"
    if reason in ("lost", "stolen") and former.cancellation_reason != reason:
        return f"the replaced card must be canceled with cancellation_reason={reason}"
    return ""

"""The hosted page: somebody sees what they buy, fills in what is asked, and pays; it works without a script.

Owns: one visit or answer: choices that change the total, the try, where the buyer is sent then, the copy of
a session that ran out. Does not own: which fields there are (page_fields.py), how they look
(control/sheets.py), buying (purchase.py). Money: the payment's.
Source: docs: Checkout; the page is our own. Nothing is paid but the total that the page has shown: an answer
that changes it is shown again first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe import currencies
from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY, utc_date
from pinstripe.kernel import sheets
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Away, Button, Cell, Part, Sheet, Told
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.checkout import basket, creation, offer, page_fields, purchase, reduction, refusals
from pinstripe.products.checkout import session as sessions
from pinstripe.products.checkout.enrolment import deep
from pinstripe.products.checkout.recount import recount
from pinstripe.products.methods import creation as method_creation
from pinstripe.products.methods import page_entry
from pinstripe.products.methods import payment_method as methods

TEMPLATE = "{CHECKOUT_SESSION_ID}"
WORDS = {"book": "Book", "donate": "Donate", "pay": "Pay", "subscribe": "Subscribe"}
NEW_TOTAL = "The total has changed. Please look at it once more."
LEAVE = Button("leave", "yes", "Back")


@sheets.sheet(sessions.PAGE, "cs")
def visit(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """One look at the page, or one answer. gives: the page, or where the buyer is sent. source: docs:
    Checkout"""
    session = work.peek(key, sessions.BASE)
    if session is None:
        return None
    place = sheets.open_path(sessions.PAGE, key, work.account)
    if session.status == "complete":
        return left(session, place)
    if session.status == "expired":
        return recovered(work, session, place)
    if session.ui_mode != "hosted_page":
        back = session.get("return_url")
        return Away(back.replace(TEMPLATE, session.id)) if back else notice(session, place, "Please go on.")
    if sent is None:
        return shown(work, session, place, {}, last_error(work, session))
    if sent.get("leave") and session.cancel_url and not session.payment_link:
        return Away(session.cancel_url)
    return answered(work, session, place, sent)


def left(session: Record, place: str) -> Sheet | Away:
    """Where a buyer is sent who is through; words where that is nowhere. source: docs: Checkout"""
    words = session.private.get("last")
    back = session.success_url or session.get("return_url")
    if back and not words:
        return Away(back.replace(TEMPLATE, session.id))
    return notice(session, place, words or "Thank you. You are through.")


def notice(session: Record, place: str, words: str) -> Sheet:
    """A page that asks nothing."""
    return Sheet(session.branding_settings["display_name"], (words,), place, button="")


def recovered(work: Work, session: Record, place: str) -> Sheet | Away:
    """A copy of a session that ran out, where its merchant wanted that. source: spec (after_expiration)"""
    known = (session.after_expiration or {}).get("recovery") or {}
    if not known.get("url") or work.now >= known["expires_at"]:
        return notice(session, place, "This session has expired. Please begin again.")
    params = deep(session.private["asked"])
    if known["allow_promotion_codes"] and not params.get("discounts"):
        params["allow_promotion_codes"] = True
    params["expires_at"] = work.now + DAY
    copy = creation.open_session(work, params, recovered_from=session.id)
    return Away(copy.url or place)


def last_error(work: Work, session: Record) -> str:
    """Why the last try came to nothing."""
    key = session.payment_intent or session.setup_intent
    intent = work.load(key, "payment_intent" if session.payment_intent else "setup_intent") if key else None
    if intent is None:
        return ""
    name = "last_payment_error" if session.payment_intent else "last_setup_error"
    return page_entry.failure(intent.get(name))


def shown(work: Work, session: Record, place: str, sent: Told, problem: str = "") -> Sheet:
    """The page as it is now. params: sent, what was filled in before"""
    beside = (LEAVE,) if session.cancel_url and not session.payment_link else ()
    return Sheet(
        session.branding_settings["display_name"],
        (),
        place,
        page_fields.of(work, session, sent),
        button_of(session),
        beside,
        problem,
        bought(session),
    )


def bought(session: Record) -> tuple[Part, ...]:
    """What is bought and what it costs."""
    said = session.custom_text.get("submit")
    words = (*after_trial(session), *((said["message"],) if said else ()))
    known = (session.customer_details or {}).get("email")
    facts: tuple[tuple[str, Cell], ...] = (("E-mail", known),) if known else ()
    if session.mode == "setup":
        return (Part(text=("Save a payment method for later.", *words), facts=facts),)
    money = session.currency

    def amount(minor: int) -> str:
        return currencies.symbol_amount(minor, money)

    rows: list[tuple[Cell, ...]] = [("Item", "Quantity", "Amount")]
    for item in session.private["items"]:
        many = "" if item["quantity"] is None else str(item["quantity"])
        rows.append((item["description"], many, amount(item["amount_subtotal"])))
    totals = session.total_details
    more = (("Discount", -totals["amount_discount"]), ("Shipping", totals["amount_shipping"]))
    sums = [(label, amount(minor)) for label, minor in (*more, ("Tax", totals["amount_tax"])) if minor]
    sums.append(("Total due today", amount(session.amount_total)))
    return (Part(text=words, facts=facts, rows=tuple(rows), numbers=2, sums=tuple(sums)),)


def after_trial(session: Record) -> tuple[str, ...]:
    """How long it is free, and what it costs then. source: docs: Checkout"""
    data = session.private["said"]
    if session.mode != "subscription" or not (data.get("trial_period_days") or data.get("trial_end")):
        return ()
    prices = [item["price"] for item in session.private["items"] if item["price"]["recurring"]]
    then = [
        f"{currencies.symbol_amount(one['unit_amount'], one['currency'])} per {rhythm(one['recurring'])}"
        for one in prices
        if one["unit_amount"] is not None
    ]
    days = data.get("trial_period_days")
    free = f"{days} days free" if days else f"Free until {utc_date(data['trial_end']).isoformat()}"
    return (f"{free}, then {' and '.join(then)}." if then else f"{free}.",)


def rhythm(recurring: Mapping[str, Any]) -> str:
    """How often something is paid."""
    many, word = recurring["interval_count"], recurring["interval"]
    return str(word) if many == 1 else f"{many} {word}s"


def button_of(session: Record) -> str:
    """What the button says. source: docs: Checkout (submit_type)"""
    if session.submit_type in WORDS:
        return WORDS[session.submit_type]
    if session.mode == "setup":
        return "Save"
    if session.mode == "subscription":
        return "Subscribe" if session.amount_total else "Start trial"
    return "Pay"


def answered(work: Work, session: Record, place: str, sent: Told) -> Sheet | Away:
    """An answer: choices first, then the try, if the page had shown the total that is asked now."""
    if removed(work, session, sent):
        return shown(work, session, place, sent)
    problem = choose(work, session, sent)
    if problem:
        return shown(work, session, place, sent, problem)
    if session.mode != "setup" and sent.get("expected") != str(session.amount_total):
        return shown(work, session, place, sent, NEW_TOTAL)
    kind = page_fields.kind_of(session, sent)
    wants = purchase.needs_method(session)
    if wants and not sent.get("saved") and sent.get("shown", kind) != kind:
        return shown(work, session, place, sent)
    given = page_fields.form_of(session, sent)
    wrong = page_fields.wrong(session, given)
    if wrong:
        return shown(work, session, place, sent, wrong)
    missing = page_entry.missing(kind, page_fields.gathered(sent, f"{kind}-"))
    if wants and not sent.get("saved") and missing:
        return shown(work, session, place, sent, missing)
    method = method_of(work, session, sent, given) if wants else None
    done = purchase.confirm(work, session, method, given)
    if isinstance(done, Answer):
        return shown(work, session, place, sent, str(done.body["error"]["message"]))
    if session.status == "complete":
        return left(session, place)
    return asked_elsewhere(work, session) or shown(work, session, place, sent)


def removed(work: Work, session: Record, sent: Told) -> bool:
    """A kept method goes, where the session allows that. source: spec (saved_payment_method_options)"""
    if page_fields.options_of(session).get("payment_method_remove") != "enabled":
        return False
    found = [one for one in page_fields.saved(work, session) if one.id == sent.get("remove")]
    for one in found:
        methods.detach(work, one)
    return bool(found)


def method_of(work: Work, session: Record, sent: Told, given: purchase.Form) -> Record:
    """The method that was chosen or described; one that is kept for what is bought here is shown again within
    limits. refuses: what kinds refuse. source: recorded: issue reports (subscribers' cards, 2026)"""
    if sent.get("saved"):
        customer = work.load(session.customer, "customer")
        return methods.owned(work, customer, sent["saved"], "payment_method")
    data = page_fields.described(session, sent, given)
    redisplay = "always" if given.keeps else session.private.get("redisplay")
    if not redisplay and (session.mode != "payment" or offer.usage_of(session, data["type"])):
        redisplay = "limited"
    if redisplay:
        data["allow_redisplay"] = redisplay
    return method_creation.described(work, data, "", "POST /v1/payment_methods")


def asked_elsewhere(work: Work, session: Record) -> Away | None:
    """Where a payer is asked by their bank or wallet."""
    pending = session.private.get("pending")
    if pending:
        invoice = work.load(work.load(pending, "subscription").latest_invoice, "invoice")
        intent = work.load(invoice.private["payment_intent"], "payment_intent")
    elif session.setup_intent:
        intent = work.load(session.setup_intent, "setup_intent")
    else:
        intent = work.load(session.payment_intent, "payment_intent")
    address = found_url(intent.next_action or {})
    return Away(address) if address else None


def found_url(action: dict[str, Any]) -> str | None:
    """The address that a next action names."""
    inner = action.get(action.get("type", "")) or {}
    for name in ("url", "hosted_voucher_url", "hosted_instructions_url", "stripe_js"):
        if isinstance(inner.get(name), str):
            return str(inner[name])
    return None


def choose(work: Work, session: Record, sent: Told) -> str:
    """Choices that change what is asked: quantities, options, the way of sending, a code, the place. gives:
    what is wrong with them"""
    changes: dict[str, Any] = {}
    chosen = chosen_lines(work, session, sent) if session.mode != "setup" else []
    if chosen is None:
        return "Please choose quantities and amounts within their bounds."
    if chosen != session.private["lines"]:
        changes["lines"] = chosen
    if sent.get("sending") in [one["shipping_rate"] for one in session.shipping_options]:
        changes["sending"] = sent["sending"]
    word = sent.get("code", "").strip()
    if word and session.allow_promotion_codes:
        discount = reduction.typed(work, word, session)
        if discount is None:
            return f"This code is invalid: {word}"
        known = session.private.get("discount")
        if known is None or known["promotion_code"] != discount["promotion_code"]:
            changes["discount"] = discount
    place = page_fields.gathered(sent, "shipping-") or page_fields.gathered(sent, "address-")
    place.pop("name", None)
    if session.mode != "setup" and place.get("country"):
        changes["place"] = place
    kind = sent.get("tax-type", "").strip()
    if kind and sent.get("tax-value"):
        changes["tax_ids"] = [kind]
    if changes and session.mode != "setup":
        recount(work, session, **changes)
        reduction.check_sum(work, session.private.get("discount"), session.amount_subtotal, session.currency)
        creation.refuse_total(
            work, session.private["lines"], session.mode, session.amount_total, session.currency
        )
    return ""


def chosen_lines(work: Work, session: Record, sent: Told) -> list[basket.Line] | None:
    """The basket with the buyer's quantities and amounts, and the options that they add; None where these are
    out of bounds"""
    found = []
    for line in session.private["lines"]:
        chosen = chosen_line(work, session, line, sent)
        if chosen is None:
            return None
        if chosen["quantity"] != 0:
            found.append(chosen)
    return [*found, *added(work, session, sent, found)] or None


def chosen_line(work: Work, session: Record, line: basket.Line, sent: Told) -> basket.Line | None:
    """A line with the buyer's quantity and amount; None where these are out of bounds"""
    quantity, amount = whole(sent.get(f"quantity-{line['id']}")), whole(sent.get(f"amount-{line['id']}"))
    bounds, changes = line["adjustable"], {}
    if bounds and quantity is not None:
        if not bounds["minimum"] <= quantity <= bounds["maximum"]:
            return None
        prices.bounded(work.load(line["price"], "price"), quantity, "line_items")
        changes["quantity"] = quantity
    if line["amount"] is not None and amount is not None:
        limits = work.load(line["price"], "price").custom_unit_amount
        least = limits.get("minimum") or currencies.minimum_charge(session.currency)
        most = limits.get("maximum") or currencies.maximum_charge(session.currency)
        if not least <= amount <= most:
            return None
        changes["amount"] = amount
    return {**line, **changes}


def added(work: Work, session: Record, sent: Told, lines_: list[basket.Line]) -> list[basket.Line]:
    """Optional items that the buyer puts into the basket, once each. refuses: what baskets refuse"""
    known = [line["price"] for line in lines_]
    more = []
    for number, one in enumerate(session.get("optional_items") or ()):
        quantity = whole(sent.get(f"option-{number}"))
        bounds = one["adjustable_quantity"]
        if not quantity or one["price"] in known:
            continue
        if not bounds:
            quantity = one["quantity"]
        elif not max(bounds["minimum"], 1) <= quantity <= bounds["maximum"]:
            raise refusals.bad_bounds(f"optional_items[{number}]")
        asked = {"price": one["price"], "quantity": quantity, "adjustable_quantity": None}
        if bounds:
            asked["adjustable_quantity"] = bounds
        more.append(basket.line(work, Params(asked), f"optional_items[{number}]"))
    return more


def whole(value: str | None) -> int | None:
    """A whole number that was filled in."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) <= 12 else None

"""Views of the portal: the home page, and the forms of each thing that a customer may do.

Owns: what is shown, in which words. Does not own: what an answer does (acts.py), who is let in (page.py), how
it looks (control/sheets.py). Money: none. Source: spec; docs: Customer portal (from memory); the words are
our own.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from pinstripe.clock.calendar import utc_date
from pinstripe.currencies import symbol_amount
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Cell, Field, Form, Part, Sheet, Told
from pinstripe.kernel.work import Work
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.portal import offers
from pinstripe.products.portal.acts import ADDRESS, Visit, own_reasons
from pinstripe.products.portal.session import place
from pinstripe.products.subscriptions import subscription as subscription_records

TITLE = "Your billing"
MOST_INVOICES = 24
FEEDBACK = {
    "customer_service": "Customer service was less than expected",
    "low_quality": "Quality was less than expected",
    "missing_features": "I need more features",
    "other": "Other reason",
    "switched_service": "I found an alternative",
    "too_complex": "Ease of use was less than expected",
    "too_expensive": "It's too expensive",
    "unused": "I no longer need it",
}
LABELS = {
    "city": "City",
    "country": "Country",
    "email": "Email",
    "line1": "Address",
    "line2": "Address, second line",
    "name": "Name",
    "phone": "Phone",
    "postal_code": "Postal code",
    "state": "State",
}


def shown(work: Work, visit: Visit, asked: Told) -> Sheet:
    """The page that an address asks for; a flow shows its own until it is through."""
    flow = visit.session.flow
    if flow is not None and not visit.session.private["done"]:
        about = flow.get(flow["type"]) or {}
        return page(
            visit, place(visit.session), *of_flow(work, visit, flow["type"], about.get("subscription", ""))
        )
    wanted, about = asked.get("view", ""), asked.get("about", "")
    subscription = next((one for one in theirs(work, visit) if one.id == about), None)
    offered = visit.configuration.features
    if wanted == "cancel" and subscription is not None and offered["subscription_cancel"]["enabled"]:
        return page(visit, at(visit, wanted, about), cancelling(work, visit, subscription), home_link(visit))
    if wanted == "pause" and subscription is not None and offered["subscription_pause"]["enabled"]:
        return page(visit, at(visit, wanted, about), pausing(work, visit, subscription), home_link(visit))
    if wanted == "update" and subscription is not None and offered["subscription_update"]["enabled"]:
        return page(visit, at(visit, wanted, about), updating(work, visit, subscription), home_link(visit))
    if wanted == "method" and offered["payment_method_update"]["enabled"]:
        return page(visit, at(visit, wanted), adding(visit), home_link(visit))
    if wanted == "details" and offered["customer_update"]["enabled"]:
        return page(visit, at(visit, wanted), detailing(visit), *tax_ids(work, visit), home_link(visit))
    return page(visit, place(visit.session), *home(work, visit))


def page(visit: Visit, where: str, *parts: Part) -> Sheet:
    """The page with these parts, and the way back to the merchant. params: where, its own address"""
    profile = visit.configuration.business_profile
    links = [
        (profile[f"{name}_url"], words)
        for name, words in (("privacy_policy", "Privacy"), ("terms_of_service", "Terms"))
        if profile[f"{name}_url"]
    ]
    if visit.session.return_url:
        links.insert(0, (visit.session.return_url, "Return to the merchant"))
    text = (profile["headline"],) if profile["headline"] else ()
    return Sheet(TITLE, text, where, button="", parts=(*parts, Part(links=tuple(links))))


def expired(session: Record) -> Sheet:
    """The address is no longer good."""
    links = ((session.return_url, "Return to the merchant"),) if session.return_url else ()
    return Sheet(
        "This page has expired",
        ("Ask the merchant for a new one.",),
        "",
        button="",
        parts=(Part(links=links),),
    )


def confirmed(session: Record, message: str | None) -> Sheet:
    """A flow is through. source: spec (hosted_confirmation)"""
    links = ((session.return_url, "Return to the merchant"),) if session.return_url else ()
    return Sheet("Done", (message or "Your changes were saved.",), "", button="", parts=(Part(links=links),))


def of_flow(work: Work, visit: Visit, kind: str, about: str) -> tuple[Part, ...]:
    """The one thing that a flow is about."""
    if kind == "payment_method_update":
        return (adding(visit),)
    if kind == "customer_update":
        return (detailing(visit), *tax_ids(work, visit))
    subscription = work.load(about, "subscription")
    if kind == "subscription_cancel":
        return (*retaining(work, visit, subscription), cancelling(work, visit, subscription))
    if kind == "subscription_pause":
        return (pausing(work, visit, subscription),)
    if kind == "subscription_update":
        return (updating(work, visit, subscription),)
    return (confirming(work, visit, subscription),)


def theirs(work: Work, visit: Visit) -> list[Record]:
    """The subscriptions that are shown: of the account on whose behalf the session is, if it is for one.
    source: spec (on_behalf_of)
    """
    behalf = visit.session.on_behalf_of
    found = subscription_records.of_customer(work, visit.customer)
    return [one for one in found if behalf is None or one.on_behalf_of == behalf]


def told(visit: Visit, do: str, **more: str) -> tuple[tuple[str, str], ...]:
    """What a form says beside its fields: what to do, and in which turn."""
    return (("do", do), ("turn", str(visit.session.private["turn"])), *more.items())


def at(visit: Visit, view: str, about: str = "") -> str:
    """The address of a view."""
    where = place(visit.session)
    more = f"view={view}" + (f"&about={quote(about)}" if about else "")
    return f"{where}{'&' if '?' in where else '?'}{more}"


def home_link(visit: Visit) -> Part:
    """The way back to the home page."""
    return Part(links=((place(visit.session), "Back"),))


def day(moment: int | None) -> str:
    """A day, as pages write it."""
    return utc_date(moment).isoformat() if moment is not None else ""


def money(amount: int | None, currency: str) -> str:
    """An amount, as pages write it."""
    return symbol_amount(amount or 0, currency)


def words_of(work: Work, price: Record, quantity: int | None = None) -> str:
    """A price in words: what it is of, how much, how often."""
    name = work.load(price.product, "product").name
    rhythm = price.recurring
    every = (
        rhythm["interval"]
        if rhythm["interval_count"] == 1
        else (f"{rhythm['interval_count']} {rhythm['interval']}s")
    )
    amount = "" if price.unit_amount is None else f", {money(price.unit_amount, price.currency)} per {every}"
    return f"{name}{amount}" + (f" × {quantity}" if quantity not in (None, 1) else "")


def plan_of(work: Work, subscription: Record) -> list[str]:
    """What a subscription is for, line by line."""
    items = subscription.body["items"]["data"]
    return [words_of(work, work.load(i["price"]["id"], "price"), i.get("quantity")) for i in items]


def home(work: Work, visit: Visit) -> Iterable[Part]:
    """Subscriptions, payment methods, billing information, invoices: what the configuration offers."""
    offered = visit.configuration.features
    for subscription in theirs(work, visit):
        yield plan(work, visit, subscription)
    yield from paying(work, visit)
    if offered["customer_update"]["enabled"]:
        known = visit.customer
        lines = [one for one in (known.name, known.email, known.phone) if one]
        lines += [", ".join(str(v) for v in (known.address or {}).values() if v)] if known.address else []
        change = ((at(visit, "details"), "Update information"),)
        yield Part("Billing information", tuple(lines), links=change)
    if offered["invoice_history"]["enabled"]:
        yield history(work, visit)


def plan(work: Work, visit: Visit, subscription: Record) -> Part:
    """One subscription, with what may be done with it."""
    offered = visit.configuration.features
    ends = subscription.cancel_at_period_end
    boundary = day(subscription_records.next_boundary(subscription))
    state = f"Ends on {boundary}" if ends else f"{subscription.status}, next bill on {boundary}"
    if subscription.schedule and not ends:
        state = f"{state}, then changes"
    links, forms = [], []
    if offered["subscription_update"]["enabled"] and not offers.hindrance(work, subscription):
        links.append((at(visit, "update", subscription.id), "Update plan"))
    paused = subscription.pause_collection
    if paused:
        state = f"Paused until {day(paused['resumes_at'])}" if paused["resumes_at"] else "Paused"
    if offered["subscription_pause"]["enabled"]:
        if paused:
            forms.append(Form("Resume plan", told=told(visit, "unpause", subscription=subscription.id)))
        elif subscription.status == "active":
            links.append((at(visit, "pause", subscription.id), "Pause plan"))
    if offered["subscription_cancel"]["enabled"]:
        if ends:
            forms.append(Form("Renew plan", told=told(visit, "renew", subscription=subscription.id)))
        else:
            links.append((at(visit, "cancel", subscription.id), "Cancel plan"))
    return Part("Current plan", (*plan_of(work, subscription), state), links=tuple(links), forms=tuple(forms))


def paying(work: Work, visit: Visit) -> Iterable[Part]:
    """Payment methods, with what may be done with them."""
    if not visit.configuration.features["payment_method_update"]["enabled"]:
        return
    default = methods.for_customer(work, visit.customer)
    yield Part("Payment methods", links=((at(visit, "method"), "Add payment method"),))
    for method in work.each("payment_method", customer=visit.customer.id):
        mine = default is not None and default.id == method.id
        card = method.get("card")
        name = (
            f"{card['brand']} •••• {card['last4']}, expires {card['exp_month']}/{card['exp_year']}"
            if card
            else method.body["type"].replace("_", " ")
        )
        forms = [] if mine else [Form("Make default", told=told(visit, "prefer", payment_method=method.id))]
        forms.append(Form("Remove", told=told(visit, "remove_method", payment_method=method.id)))
        yield Part(text=(f"{name}{' (default)' if mine else ''}",), forms=tuple(forms))


def history(work: Work, visit: Visit) -> Part:
    """Invoices that were final, the newest first, each with the way to its page. source: spec"""
    behalf = visit.session.on_behalf_of
    rows: list[tuple[Cell, ...]] = [("Date", "Number", "Amount", "Status")]
    for invoice in work.each("invoice", customer=visit.customer.id):
        if invoice.status in ("draft", "void") or (behalf is not None and invoice.on_behalf_of != behalf):
            continue
        number = invoice.number or invoice.id
        leads: Cell = (invoice.hosted_invoice_url, number) if invoice.hosted_invoice_url else number
        rows.append((day(invoice.created), leads, money(invoice.total, invoice.currency), invoice.status))
        if len(rows) > MOST_INVOICES:
            break
    return Part(
        "Invoice history",
        () if len(rows) > 1 else ("There are none yet.",),
        tuple(rows) if len(rows) > 1 else (),
    )


def cancelling(work: Work, visit: Visit, subscription: Record) -> Part:
    """The question whether it shall end, and why."""
    feature = visit.configuration.features["subscription_cancel"]
    when = day(subscription_records.next_boundary(subscription))
    line = "It ends at once." if feature["mode"] == "immediately" else f"It stays until {when}."
    fields: tuple[Field, ...] = ()
    if feature["cancellation_reason"]["enabled"]:
        options = [(one, FEEDBACK.get(one, one)) for one in feature["cancellation_reason"]["options"]]
        options += [(one.id, one.description) for one in own_reasons(work, visit.configuration)]
        fields = (
            Field(
                "feedback", "Why do you leave?", "", "select", (("", "No answer"), *options), required=False
            ),
            Field("comment", "Anything else?", required=False),
        )
    form = Form("Cancel plan", fields, told(visit, "cancel", subscription=subscription.id))
    return Part("Cancel your plan", (*plan_of(work, subscription), line), forms=(form,))


def pausing(work: Work, visit: Visit, subscription: Record) -> Part:
    """The question for how long it shall pause."""
    duration = visit.configuration.features["subscription_pause"]["duration"]
    fields: tuple[Field, ...] = ()
    if duration["type"] == "interval_options":
        options = tuple(
            (str(number), f"{one['interval_count']} {one['interval']}{'s' * (one['interval_count'] != 1)}")
            for number, one in enumerate(duration["interval_options"])
        )
        fields = (Field("duration", "For how long?", "0", "select", options),)
    form = Form("Pause plan", fields, told(visit, "pause", subscription=subscription.id))
    line = "Nothing is billed while it is paused."
    return Part("Pause your plan", (*plan_of(work, subscription), line), forms=(form,))


def retaining(work: Work, visit: Visit, subscription: Record) -> tuple[Part, ...]:
    """A coupon for whoever stays. source: spec (retention)"""
    retention = visit.session.flow["subscription_cancel"]["retention"]
    if not retention:
        return ()
    coupon = work.peek(retention["coupon_offer"]["coupon"], "coupon")
    if coupon is None:
        return ()
    less = f"{coupon.percent_off}%" if coupon.percent_off else money(coupon.amount_off, coupon.currency)
    form = Form("Stay", told=told(visit, "stay", subscription=subscription.id))
    return (Part("Before you go", (f"Stay and pay {less} less.",), forms=(form,)),)


def updating(work: Work, visit: Visit, subscription: Record) -> Part:
    """The prices and quantities to choose from."""
    allowed = visit.configuration.features["subscription_update"]["default_allowed_updates"]
    (item,) = subscription.body["items"]["data"]
    fields: list[Field] = []
    if "price" in allowed:
        options = tuple(
            (price.id, words_of(work, price))
            for price, _ in offers.choices(work, visit.configuration, subscription)
        )
        fields.append(Field("price", "Plan", item["price"]["id"], "select", options))
    if "quantity" in allowed:
        fields.append(Field("quantity", "Quantity", str(item.get("quantity", 1)), "number"))
    if "promotion_code" in allowed:
        fields.append(Field("code", "Promotion code", required=False))
    form = Form("Update plan", tuple(fields), told(visit, "update", subscription=subscription.id))
    return Part("Update your plan", tuple(plan_of(work, subscription)), forms=(form,))


def confirming(work: Work, visit: Visit, subscription: Record) -> Part:
    """The one change that is to be confirmed."""
    (wanted,) = visit.session.flow["subscription_update_confirm"]["items"]
    price = work.load(wanted["price"], "price")
    lines = (
        f"Now: {', '.join(plan_of(work, subscription))}",
        f"Then: {words_of(work, price, wanted.get('quantity'))}",
    )
    form = Form("Confirm", told=told(visit, "confirm", subscription=subscription.id))
    return Part("Confirm your update", lines, forms=(form,))


def adding(visit: Visit) -> Part:
    """A new card, which is charged from then on."""
    fields = (
        Field("number", "Card number", "4242424242424242"),
        Field("exp_month", "Month", "12", "number"),
        Field("exp_year", "Year", "2034", "number"),
        Field("cvc", "CVC", "123"),
    )
    return Part("Add payment method", forms=(Form("Add", fields, told(visit, "add_method")),))


def detailing(visit: Visit) -> Part:
    """Name, email, phone and addresses, as far as they may be changed."""
    allowed = visit.configuration.features["customer_update"]["allowed_updates"]
    known = visit.customer
    fields = [
        Field(one, LABELS[one], known.get(one) or "", required=False)
        for one in ("name", "email", "phone")
        if one in allowed
    ]
    if "address" in allowed:
        fields += [
            Field(one, LABELS[one], (known.address or {}).get(one) or "", required=False) for one in ADDRESS
        ]
    if "shipping" in allowed:
        there = known.shipping or {}
        fields.append(Field("shipping_name", "Shipping: name", there.get("name") or "", required=False))
        fields += [
            Field(
                f"shipping_{one}",
                f"Shipping: {LABELS[one]}",
                (there.get("address") or {}).get(one) or "",
                required=False,
            )
            for one in ADDRESS
        ]
    forms = (Form("Save", tuple(fields), told(visit, "details")),) if fields else ()
    return Part("Billing information", forms=forms)


def tax_ids(work: Work, visit: Visit) -> Iterable[Part]:
    """Tax ids, where they may be changed."""
    if "tax_id" not in visit.configuration.features["customer_update"]["allowed_updates"]:
        return
    for one in work.each("tax_id", customer=visit.customer.id):
        form = Form("Remove", told=told(visit, "remove_tax_id", tax_id=one.id))
        yield Part(text=(f"{one.body['type']} {one.value}",), forms=(form,))
    fields = (Field("type", "Type", "eu_vat"), Field("value", "Number"))
    yield Part("Tax IDs", forms=(Form("Add tax ID", fields, told(visit, "add_tax_id")),))

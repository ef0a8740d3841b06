"""What a simulated integration does: seeded random calls, each built on what earlier answers said.

A step knows the world only by its answers. Steps of operations that are not built are not taken.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.simulation.usage import MODES
from tests.simulation.wire import Entry, Wire

RETURN = {"return_url": "https://example.com/back"}
DAY, HOUR = 86400, 3600
GOOD = ("pm_card_visa", "pm_card_mastercard", "pm_card_amex")
BAD = (
    "pm_card_chargeDeclined",
    "pm_card_chargeDeclinedInsufficientFunds",
    "pm_card_chargeDeclinedExpiredCard",
)
CHALLENGED = "pm_card_threeDSecure2Required"
Step = Callable[["Actor"], None]
STEPS: list[tuple[int, str, Step]] = []


def step(weight: int, needs: str) -> Callable[[Step], Step]:
    """A thing to do, how often among others, and the operation without which it is left out."""

    def bind(function: Step) -> Step:
        STEPS.append((weight, needs, function))
        return function

    return bind


class Actor:
    """The integration: its chance, its wire, and the ids that it was given."""

    def __init__(self, wire: Wire, seed: int, built: Callable[[str], bool], now: int) -> None:
        self.chance = random.Random(seed)
        self.wire = wire
        self.now = now
        self.known: dict[str, list[str]] = {}
        self.clocks: dict[str, int] = {}
        """Test clocks and where they stand."""
        self.riders: dict[str, str] = {}
        """Customers on test clocks, with their clock."""
        self.counting: dict[str, tuple[str, str]] = {}
        """Subscriptions that take usage records: their item and their clock."""
        self.arrived: Callable[[str], None] = self.asked
        """Waits for a clock."""
        self.steps = [(weight, function) for weight, needs, function in STEPS if built(needs)]

    def asked(self, key: str) -> None:
        """Asks a clock until it is ready; only the last answer is one of the log."""
        while self.wire.get(f"/v1/test_helpers/test_clocks/{key}").answer["status"] != "ready":
            self.wire.log.pop()
            self.wire.raw.pop()

    def act(self) -> None:
        """One step."""
        weights = [weight for weight, _ in self.steps]
        self.chance.choices([function for _, function in self.steps], weights)[0](self)

    def made(self, kind: str, entry: Entry) -> str:
        """Remember an id that an answer gave."""
        key = str(entry.answer["id"]) if entry.status == 200 else ""
        if key:
            self.known.setdefault(kind, []).append(key)
        return key

    def any(self, kind: str) -> str:
        """One of the ids of a kind, "" if there is none yet."""
        return self.chance.choice(self.known[kind]) if self.known.get(kind) else ""

    def amount(self) -> int:
        """Some money."""
        return self.chance.choice((50, 99, 100, 1000, 1999, 2500, 12345, 99_999))


LEAST = 50
"""The smallest payment in dollars, and the smallest part of one that is taken."""


@step(6, "POST /v1/customers")
def customer(actor: Actor) -> None:
    """Somebody new, with a card or without."""
    number = actor.chance.randrange(1000)
    params: dict[str, Any] = {"email": f"c{number}@example.com", "metadata": {"number": number}}
    if actor.chance.random() < 0.5:
        params["payment_method"] = actor.chance.choice(GOOD)
    actor.made("customer", actor.wire.post("/v1/customers", **params))


@step(4, "POST /v1/customers/{customer}")
def rename(actor: Actor) -> None:
    """Somebody has another name, and one note more or less."""
    if key := actor.any("customer"):
        note = {actor.chance.choice("abc"): actor.chance.choice(("", "x", "y"))}
        actor.wire.post(f"/v1/customers/{key}", name=f"n{actor.chance.randrange(99)}", metadata=note)


@step(1, "DELETE /v1/customers/{customer}")
def leave(actor: Actor) -> None:
    """Somebody goes."""
    loose = [key for key in actor.known.get("customer", []) if key not in actor.riders]
    if loose:
        key = actor.chance.choice(loose)
        actor.wire.delete(f"/v1/customers/{key}")
        actor.known["customer"].remove(key)


@step(3, "POST /v1/prices")
def price(actor: Actor) -> None:
    """Something to sell by the month."""
    product = actor.made("product", actor.wire.post("/v1/products", name=f"P{actor.chance.randrange(99)}"))
    monthly = {"interval": "month"}
    params = {"product": product, "currency": "usd", "unit_amount": actor.amount(), "recurring": monthly}
    actor.made("price", actor.wire.post("/v1/prices", **params))


@step(12, "POST /v1/payment_intents")
def pay(actor: Actor) -> None:
    """Money at once, with a card that works or one that doesn't."""
    method = actor.chance.choice((*GOOD, *GOOD, *BAD, CHALLENGED))
    params = {"amount": actor.amount(), "currency": actor.chance.choice(("usd", "eur")), "confirm": True}
    actor.made("intent", actor.wire.post("/v1/payment_intents", **params, payment_method=method, **RETURN))


@step(5, "POST /v1/payment_intents/{intent}/confirm")
def later(actor: Actor) -> None:
    """A payment in two calls, perhaps with a second card after the first was declined."""
    made = actor.wire.post("/v1/payment_intents", amount=actor.amount(), currency="usd")
    key = actor.made("intent", made)
    for method in (actor.chance.choice((*BAD, *GOOD)), actor.chance.choice(GOOD)):
        actor.wire.post(f"/v1/payment_intents/{key}/confirm", payment_method=method, **RETURN)


@step(5, "POST /v1/payment_intents/{intent}/capture")
def hold(actor: Actor) -> None:
    """Money set aside, then taken whole, in part, or given back, or left to lapse."""
    amount = actor.amount()
    params = {"amount": amount, "currency": "usd", "confirm": True, "capture_method": "manual"}
    made = actor.wire.post("/v1/payment_intents", **params, payment_method="pm_card_visa", **RETURN)
    path = f"/v1/payment_intents/{actor.made('intent', made)}"
    match actor.chance.randrange(4):
        case 0:
            actor.wire.post(f"{path}/capture")
        case 1:
            actor.wire.post(f"{path}/capture", amount_to_capture=max(LEAST, amount // 2))
        case 2:
            actor.wire.post(f"{path}/cancel")


@step(3, "POST /v1/payment_intents/{intent}/cancel")
def stray(actor: Actor) -> None:
    """A call that may come at the wrong time for its payment."""
    if key := actor.any("intent"):
        verb = actor.chance.choice(("cancel", "capture", "confirm"))
        actor.wire.post(f"/v1/payment_intents/{key}/{verb}", **(RETURN if verb == "confirm" else {}))


@step(3, "POST /v1/payment_intents")
def authenticate(actor: Actor) -> None:
    """The bank asks; the holder answers."""
    params = {"amount": actor.amount(), "currency": "usd", "confirm": True, "payment_method": CHALLENGED}
    key = actor.made("intent", actor.wire.post("/v1/payment_intents", **params, **RETURN))
    answer = actor.chance.random() < 0.7
    actor.wire.post("/_pinstripe/payment_intents/authenticate", payment_intent=key, succeeded=answer)


@step(2, "POST /v1/payment_intents")
def outage(actor: Actor) -> None:
    """The card network is away while somebody pays."""
    actor.wire.post("/_pinstripe/faults", cards={"outage": True})
    params = {"amount": actor.amount(), "currency": "usd", "confirm": True, "payment_method": "pm_card_visa"}
    actor.made("intent", actor.wire.post("/v1/payment_intents", **params, **RETURN))
    actor.wire.post("/_pinstripe/faults", cards={})


@step(2, "POST /v1/payment_intents")
def forced(actor: Actor) -> None:
    """The next card is declined, whatever it is."""
    answer = {"outcome": "declined", "decline_code": "insufficient_funds"}
    actor.wire.post("/_pinstripe/faults", cards={"next": {"authorize": [answer]}})
    params = {"amount": actor.amount(), "currency": "usd", "confirm": True, "payment_method": "pm_card_visa"}
    actor.made("intent", actor.wire.post("/v1/payment_intents", **params, **RETURN))
    actor.wire.post("/_pinstripe/faults", cards={})


@step(2, "POST /v1/webhook_endpoints")
def webhook_faults(actor: Actor) -> None:
    """The listener's network goes bad, or well again."""
    fault = actor.chance.choice(({"drop": 3}, {"duplicate": 2}, {"time_out": 3}, {"reorder": True}, {}))
    actor.wire.post("/_pinstripe/faults", webhooks=fault)


@step(2, "POST /v1/billing/meters")
def meter(actor: Actor) -> None:
    """Something to count, and a price by what is counted."""
    number = len(actor.known.get("meter", []))
    formula = actor.chance.choice(("sum", "count"))
    params = {"display_name": f"M{number}", "event_name": f"meter{number}"}
    made = actor.wire.post("/v1/billing/meters", **params, default_aggregation={"formula": formula})
    key = actor.made("meter", made)
    actor.made("event_name", Entry(0, "", "", {}, 200, {"id": f"meter{number}"}))
    product = actor.made("product", actor.wire.post("/v1/products", name=f"M{number}"))
    usage = {"interval": "month", "usage_type": "metered", "meter": key}
    amount = actor.chance.choice((1, 7, 100))
    params = {"product": product, "currency": "usd", "unit_amount": amount, "recurring": usage}
    actor.made("metered", actor.wire.post("/v1/prices", **params))


@step(2, "POST /v1/subscription_items/{subscription_item}/usage_records")
def counted(actor: Actor) -> None:
    """A price by usage records, summed up in one of four ways."""
    product = actor.made("product", actor.wire.post("/v1/products", name="Calls"))
    mode = actor.chance.choice(MODES)
    usage = {"interval": "month", "usage_type": "metered", "aggregate_usage": mode}
    params = {"product": product, "currency": "usd", "unit_amount": 30, "recurring": usage}
    actor.made("counted", actor.wire.post("/v1/prices", **params))


@step(10, "POST /v1/subscription_items/{subscription_item}/usage_records")
def record(actor: Actor) -> None:
    """So much was used just now, or in the minute to come, which clocks that differ call now."""
    if key := actor.any("counting"):
        item, clock = actor.counting[key]
        moment = actor.clocks[clock] + actor.chance.choice((60, 60, 120))
        action = actor.chance.choice(("increment", "increment", "set"))
        quantity = actor.chance.randrange(40)
        path = f"/v1/subscription_items/{item}/usage_records"
        actor.wire.post(path, quantity=quantity, timestamp=moment, action=action)


@step(10, "POST /v1/billing/meter_events")
def usage(actor: Actor) -> None:
    """Somebody used something; some of it is told twice, some with a name that was used before."""
    name, key = actor.any("event_name"), actor.any("customer")
    if not name or not key:
        return
    clock = actor.riders.get(key, "")
    moment = actor.clocks[clock] if clock else actor.now
    payload = {"stripe_customer_id": key, "value": actor.chance.randrange(1, 50)}
    identifier = f"u{actor.chance.randrange(60)}"
    timestamp = moment - actor.chance.choice((0, 0, 60, HOUR))
    for _ in range(actor.chance.choice((1, 1, 2))):
        params = {"event_name": name, "payload": payload, "identifier": identifier}
        actor.wire.post("/v1/billing/meter_events", **params, timestamp=timestamp)


@step(2, "POST /v1/test_helpers/test_clocks")
def clock(actor: Actor) -> None:
    """A time of one's own, and a customer in it."""
    if len(actor.clocks) >= 3:
        return
    start = actor.now + actor.chance.randrange(20) * DAY
    key = actor.made("clock", actor.wire.post("/v1/test_helpers/test_clocks", frozen_time=start))
    actor.clocks[key] = start
    card = "pm_card_visa"
    settings = {"default_payment_method": card}
    made = actor.wire.post("/v1/customers", test_clock=key, payment_method=card, invoice_settings=settings)
    actor.riders[actor.made("customer", made)] = key


@step(5, "POST /v1/test_helpers/test_clocks/{test_clock}/advance")
def advance(actor: Actor) -> None:
    """A clock moves on, by an hour or by weeks."""
    if key := actor.any("clock"):
        to = actor.clocks[key] + actor.chance.choice((HOUR, DAY, 8 * DAY, 31 * DAY, 45 * DAY))
        actor.wire.post(f"/v1/test_helpers/test_clocks/{key}/advance", frozen_time=to)
        actor.arrived(key)
        actor.clocks[key] = to


@step(3, "POST /v1/customers")
def world_clock(actor: Actor) -> None:
    """Days pass for everybody without a clock of their own."""
    seconds = actor.chance.choice((HOUR, DAY, 3 * DAY, 9 * DAY))
    actor.wire.post("/_pinstripe/clock/advance", seconds=seconds)
    actor.now += seconds


@step(5, "POST /v1/subscriptions")
def subscribe(actor: Actor) -> None:
    """A customer on a clock takes something by the month, by the piece or by usage."""
    kind = actor.chance.choice(("price", "metered", "counted"))
    item = actor.any(kind)
    if not actor.riders or not item:
        return
    key = actor.chance.choice(sorted(actor.riders))
    line: dict[str, Any] = {"price": item}
    if kind == "price":
        line["quantity"] = actor.chance.randrange(1, 5)
    made = actor.wire.post("/v1/subscriptions", customer=key, items=[line])
    subscription = actor.made("subscription", made)
    if kind == "counted" and subscription:
        actor.known.setdefault("counting", []).append(subscription)
        actor.counting[subscription] = (made.answer["items"]["data"][0]["id"], actor.riders[key])


@step(1, "DELETE /v1/subscriptions/{subscription_exposed_id}")
def cancel(actor: Actor) -> None:
    """One ends."""
    if key := actor.any("subscription"):
        actor.wire.delete(f"/v1/subscriptions/{key}")
        for kind in ("subscription", "counting"):
            if key in actor.known.get(kind, []):
                actor.known[kind].remove(key)

"""The independent auditor: from the log of requests and answers alone, what must be true at the end.

Imports nothing of the server. It keeps a second, simpler model of every object that it saw come to be, and
holds it against what the server says when the run is over (the last reads, `Reads`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tests.simulation.known import Payment, Reads, Subscription, months_after
from tests.simulation.usage import Item, wrong_summaries
from tests.simulation.wire import Entry

HOUR, DAY = 3600, 86400
GOOD = frozenset({"pm_card_visa", "pm_card_mastercard", "pm_card_amex"})
CHALLENGED = "pm_card_threeDSecure2Required"
NAMED_LAST = ("meters", "meter_events", "advance", "usage_records")
OPEN = frozenset({"requires_payment_method", "requires_confirmation", "requires_action"})
WEEK = 7 * DAY


class Auditor:
    """Follows the log, entry by entry; `judge` says what doesn't agree with it."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.customers: dict[str, dict[str, Any]] = {}
        self.prices: dict[str, tuple[int, str, str]] = {}
        """Unit amount, meter, and the way in which usage records are summed up."""
        self.items: dict[str, Item] = {}
        self.payments: dict[str, Payment] = {}
        self.formulas: dict[str, tuple[str, str]] = {}
        """By event name: meter and formula."""
        self.usage: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        """By meter and customer: moments and values."""
        self.identifiers: dict[tuple[str, str], int] = {}
        """By event name and identifier: when it was told."""
        self.clocks: dict[str, int] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.outage = False
        self.decline_next = False
        self.faults: list[str] = []

    def fault(self, entry: Entry, text: str) -> None:
        """An answer that cannot be right."""
        self.faults.append(f"{entry.method} {entry.path} (request {entry.number}): {text}")

    # -- the log -----------------------------------------------------------------------------------------

    def watch(self, entry: Entry) -> None:
        """One request with its answer."""
        if entry.status >= 500:
            self.fault(entry, f"answered {entry.status}")
        words = entry.path.strip("/").split("/")
        if words[0] == "_pinstripe":
            self._controlled(entry, words)
        elif entry.method == "GET" or words[0] != "v1":
            return
        elif words[1] == "payment_intents":
            self._payment(entry, words)
        elif entry.status == 200:
            kind = words[-1] if words[-1] in NAMED_LAST else words[1]
            follow = getattr(self, f"_{kind}", None)
            if follow is not None:
                follow(entry, words)
        elif words[-1] == "usage_records" or (words[-1] == "meter_events" and self._countable(entry)):
            self.fault(entry, f"usage was refused: {entry.answer}")

    def _controlled(self, entry: Entry, words: list[str]) -> None:
        if words[1:] == ["clock", "advance"]:
            self.now += entry.params["seconds"]
        elif words[1] == "faults" and "cards" in entry.params:
            self.outage = bool(entry.params["cards"].get("outage"))
            self.decline_next = "next" in entry.params["cards"]
        elif words[1:] == ["payment_intents", "authenticate"] and entry.status == 200:
            payment = self.payments[entry.params["payment_intent"]]
            if entry.params["succeeded"]:
                self._approved(payment)
            else:
                payment.status, payment.method = "requires_payment_method", ""

    def _customers(self, entry: Entry, words: list[str]) -> None:
        if len(words) == 3 and entry.method == "DELETE":
            self.customers[words[2]] = {"deleted": True}
        elif len(words) <= 3:
            known = self.customers.setdefault(entry.answer["id"], {"metadata": {}})
            for name in ("name", "email"):
                known[name] = entry.params.get(name, known.get(name))
            known["clock"] = entry.params.get("test_clock", known.get("clock"))
            for key, value in entry.params.get("metadata", {}).items():
                known["metadata"].pop(key, None)
                if value != "":
                    known["metadata"][key] = str(value)

    def _prices(self, entry: Entry, words: list[str]) -> None:
        recurring = entry.params["recurring"]
        usage = recurring.get("meter", ""), recurring.get("aggregate_usage", "")
        self.prices[entry.answer["id"]] = (entry.params["unit_amount"], *usage)

    def _usage_records(self, entry: Entry, words: list[str]) -> None:
        self.items[words[2]].told(entry)

    def _payment(self, entry: Entry, words: list[str]) -> None:
        verb = words[3] if len(words) > 3 else "create"
        given = entry.params
        if verb == "create":
            payment = Payment(given["amount"], given["currency"], given.get("capture_method") == "manual")
            key = (entry.answer if entry.status == 200 else entry.answer["error"]["payment_intent"])["id"]
            self.payments[key] = payment
            if given.get("confirm"):
                self._confirm(entry, payment, given["payment_method"])
            elif entry.status != 200:
                self.fault(entry, f"a payment was refused: {entry.answer}")
            return
        payment = self.payments[words[2]]
        if verb == "confirm":
            if payment.status not in OPEN or not given.get("payment_method", payment.method):
                self._refused(entry, verb)
            else:
                self._confirm(entry, payment, given.get("payment_method", payment.method))
        elif verb == "capture":
            if payment.status != "requires_capture" or self._lapsed(payment):
                self._refused(entry, verb)
            else:
                payment.status, payment.received = "succeeded", given.get("amount_to_capture", payment.amount)
        elif verb == "cancel":
            if payment.status in ("succeeded", "canceled") or self._lapsed(payment):
                self._refused(entry, verb)
            else:
                payment.status = "canceled"

    def _confirm(self, entry: Entry, payment: Payment, method: str) -> None:
        if self.outage or self.decline_next:
            expected, self.decline_next = 402, False
        else:
            expected = 200 if method in GOOD or method == CHALLENGED else 402
        if entry.status != expected:
            self.fault(entry, f"{method} was answered with {entry.status}, expected {expected}")
        if entry.status != 200:
            payment.status, payment.method = "requires_payment_method", ""
        elif method == CHALLENGED:
            payment.status, payment.method = "requires_action", method
        else:
            self._approved(payment)

    def _approved(self, payment: Payment) -> None:
        if payment.manual:
            payment.status, payment.held_at = "requires_capture", self.now
        else:
            payment.status, payment.received = "succeeded", payment.amount

    def _lapsed(self, payment: Payment) -> bool:
        """A hold is given back after a week."""
        held = payment.status == "requires_capture" and payment.held_at is not None
        if held and self.now - int(payment.held_at or 0) >= WEEK:
            payment.status = "canceled"
        return payment.status == "canceled"

    def _refused(self, entry: Entry, verb: str) -> None:
        if entry.status != 400:
            self.fault(entry, f"{verb} in a wrong state was answered with {entry.status}")

    def _meters(self, entry: Entry, words: list[str]) -> None:
        formula = entry.params["default_aggregation"]["formula"]
        self.formulas[entry.params["event_name"]] = (entry.answer["id"], formula)

    def _countable(self, entry: Entry) -> bool:
        """Must this usage be counted? Names are known for a day at least, moments for 35 days."""
        customer = self.customers.get(entry.params["payload"]["stripe_customer_id"], {})
        taken = (entry.params["event_name"], entry.params["identifier"]) in self.identifiers
        return not taken and not customer.get("deleted")

    def _meter_events(self, entry: Entry, words: list[str]) -> None:
        given = entry.params
        meter, formula = self.formulas[given["event_name"]]
        told = (given["event_name"], given["identifier"])
        if told in self.identifiers and self.now - self.identifiers[told] < DAY:
            self.fault(entry, f"{given['identifier']} was counted twice")
        self.identifiers[told] = self.now
        value = given["payload"]["value"] if formula == "sum" else 1
        self.usage[meter, given["payload"]["stripe_customer_id"]].append((given["timestamp"], value))

    def _test_helpers(self, entry: Entry, words: list[str]) -> None:
        self.clocks[entry.answer["id"]] = entry.params["frozen_time"]

    def _advance(self, entry: Entry, words: list[str]) -> None:
        self.clocks[words[3]] = entry.params["frozen_time"]

    def _subscriptions(self, entry: Entry, words: list[str]) -> None:
        if entry.method == "DELETE":
            found = self.subscriptions[words[2]]
            found.ended = self.clocks[found.clock]
            return
        line = entry.params["items"][0]
        unit, meter, mode = self.prices[line["price"]]
        customer = entry.params["customer"]
        clock = self.customers[customer]["clock"]
        known = Subscription(clock, self.clocks[clock], line.get("quantity", 1), unit, meter, customer)
        self.subscriptions[entry.answer["id"]] = known
        if mode:
            known.item = entry.answer["items"]["data"][0]["id"]
            self.items[known.item] = Item(entry.answer["id"], mode)

    # -- the end -----------------------------------------------------------------------------------------

    def judge(self, reads: Reads) -> list[str]:
        """All that is not as the log says."""
        checks = (
            self._wrong_customers,
            self._wrong_payments,
            self._wrong_money,
            self._wrong_usage,
            self._wrong_clocks,
            self._wrong_invoices,
            self._wrong_credits,
        )
        return [*self.faults, *(text for check in checks for text in check(reads))]

    def _wrong_customers(self, reads: Reads) -> Iterator[str]:
        for key, known in self.customers.items():
            body = reads.objects[f"/v1/customers/{key}"]
            if known.get("deleted") or body.get("deleted"):
                if not (known.get("deleted") and body.get("deleted")):
                    yield f"{key} is deleted: {body.get('deleted', False)}"
                continue
            for name in ("name", "email", "metadata"):
                if body[name] != known[name]:
                    yield f"{key} has {name} {body[name]!r}, not {known[name]!r}"

    def _wrong_payments(self, reads: Reads) -> Iterator[str]:
        for key, payment in self.payments.items():
            self._lapsed(payment)
            body = reads.objects[f"/v1/payment_intents/{key}"]
            if (body["status"], body["amount_received"]) != (payment.status, payment.received):
                yield (
                    f"{key} is {body['status']} with {body['amount_received']}, "
                    f"not {payment.status} with {payment.received}"
                )
            held = payment.amount if payment.status == "requires_capture" else 0
            if body["amount_capturable"] != held:
                yield f"{key} can be captured with {body['amount_capturable']}, not {held}"

    def _wrong_money(self, reads: Reads) -> Iterator[str]:
        """Every cent of a balance is explained by a transaction, every transaction by a payment."""
        moved: Counter[str] = Counter()
        taken: Counter[str] = Counter()
        for txn in reads.lists["/v1/balance_transactions"]:
            moved[txn["currency"]] += txn["net"]
            rate = txn["exchange_rate"]
            if rate is None:
                taken[txn["currency"]] += txn["amount"]
            else:  # euros are the other money of these payers, and a rate above one can be taken back
                taken["eur"] += round(txn["amount"] / rate)
            if txn["net"] != txn["amount"] - txn["fee"]:
                yield f"{txn['id']}: {txn['net']} is not {txn['amount']} less {txn['fee']}"
        balance = reads.objects["/v1/balance"]
        shown: Counter[str] = Counter()
        for part in ("available", "pending"):
            for one in balance[part]:
                shown[one["currency"]] += one["amount"]
        for currency in sorted(moved.keys() | shown.keys()):
            if moved[currency] != shown[currency]:
                yield f"the balance is {shown[currency]} {currency}, its transactions say {moved[currency]}"
        known: Counter[str] = Counter()
        for payment in self.payments.values():
            known[payment.currency] += payment.received
        for invoice in reads.lists.get("/v1/invoices", ()):
            known[invoice["currency"]] += invoice["amount_paid"]
        for currency in sorted(known.keys() | taken.keys()):
            if known[currency] != taken[currency]:
                yield f"{taken[currency]} {currency} was taken, payments and invoices say {known[currency]}"

    def _wrong_usage(self, reads: Reads) -> Iterator[str]:
        for (meter, customer), events in self.usage.items():
            if self.customers[customer].get("deleted"):
                continue
            found = reads.lists[f"/v1/billing/meters/{meter}/event_summaries?customer={customer}"]
            counted = sum(summary["aggregated_value"] for summary in found)
            expected = sum(value for _, value in events)
            if counted != expected:
                yield f"{meter} has {counted} of {customer}, {expected} was told"

    def _wrong_clocks(self, reads: Reads) -> Iterator[str]:
        for key, moment in self.clocks.items():
            body = reads.objects[f"/v1/test_helpers/test_clocks/{key}"]
            if (body["frozen_time"], body["status"]) != (moment, "ready"):
                yield f"{key} is {body['status']} at {body['frozen_time']}, not ready at {moment}"

    def _wrong_invoices(self, reads: Reads) -> Iterator[str]:
        by_owner: dict[str, list[Any]] = defaultdict(list)
        for invoice in reads.lists.get("/v1/invoices", ()):
            lines = reads.lists[f"/v1/invoices/{invoice['id']}/lines"]
            total = sum(line["amount"] for line in lines)
            if invoice["total"] != total:
                yield f"{invoice['id']} says {invoice['total']}, its lines {total}"
            if invoice["amount_paid"] + invoice["amount_remaining"] != invoice["amount_due"]:
                yield f"{invoice['id']}: paid and remaining are not the {invoice['amount_due']} due"
            by_owner[invoice["parent"]["subscription_details"]["subscription"]].append((invoice, lines))
        for key, known in self.subscriptions.items():
            body = reads.objects[f"/v1/subscriptions/{key}"]
            status = "active" if known.ended is None else "canceled"
            if body["status"] != status:
                yield f"{key} is {body['status']}, not {status}"
            found = sorted(by_owner.pop(key, []), key=lambda pair: pair[0]["created"])
            yield from self._wrong_series(key, known, found, reads)
        yield from (f"invoices of {key}, which nobody asked for" for key in by_owner)

    def _wrong_credits(self, reads: Reads) -> Iterator[str]:
        """What is too little to be charged waits as the customer's debt, from one invoice to the next."""
        by_customer: dict[str, list[Any]] = defaultdict(list)
        for invoice in reads.lists.get("/v1/invoices", ()):
            if invoice["ending_balance"] is not None:
                by_customer[invoice["customer"]].append(invoice)
        for customer, invoices in by_customer.items():
            carried = 0
            for invoice in sorted(invoices, key=lambda one: (finalized(one), one["number"])):
                start, end = invoice["starting_balance"], invoice["ending_balance"]
                if start != carried or invoice["total"] + start != invoice["amount_due"] + end:
                    yield f"{invoice['id']}: {carried} was carried, {start} + {invoice['total']} led to {end}"
                carried = end
            body = reads.objects[f"/v1/customers/{customer}"]
            if not body.get("deleted") and body["balance"] != carried:
                yield f"{customer} owes {body['balance']}, invoices carried {carried}"

    def _wrong_series(self, key: str, known: Subscription, found: list[Any], reads: Reads) -> Iterator[str]:
        """One invoice when it began, one at each turn of the month, each for what was bought or used."""
        now = self.clocks[known.clock] if known.ended is None else known.ended
        turns = [known.began]
        while (turn := months_after(known.began, len(turns))) <= now:
            turns.append(turn)
        late = 300 if known.meter or known.item else 0
        expected = len(turns) - (1 if len(turns) > 1 and turns[-1] + late > now else 0)
        if known.item and known.ended is None:
            path = f"/v1/subscription_items/{known.item}/usage_record_summaries"
            over = turns[expected] if expected < len(turns) else None
            shown = reads.lists[path]
            yield from wrong_summaries(known.item, self.items[known.item], turns[:expected], over, shown)
        if len(found) != expected:
            yield f"{key} has {len(found)} invoices, {expected} turns of the month have passed"
            return
        for number, (invoice, _) in enumerate(found):
            due = self._due(known, turns, number)
            if invoice["total"] != due:
                yield f"invoice {number} of {key} says {invoice['total']}, {due} is due"
            settled = number == 0 or now >= turns[number] + late + 2 * HOUR
            if settled and known.ended is None and invoice["status"] != "paid":
                yield f"invoice {number} of {key} is {invoice['status']}, not paid"

    def _due(self, known: Subscription, turns: list[int], number: int) -> int:
        if known.item:
            item = self.items[known.item]
            return known.unit * item.total(turns[number - 1], turns[number], number == 1) if number else 0
        if not known.meter:
            return known.unit * known.quantity
        if number == 0:
            return 0
        start, end = turns[number - 1], turns[number]
        events = self.usage[known.meter, known.customer]
        return known.unit * sum(value for moment, value in events if start <= moment < end)


def finalized(invoice: Any) -> int:
    """When an invoice became a debt."""
    return int(invoice["status_transitions"]["finalized_at"])

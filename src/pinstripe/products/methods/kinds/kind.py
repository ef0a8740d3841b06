"""What a kind of payment method is: everything that differs between cards, debits, redirects, transfers.

Owns: the declaration's form. Does not own: the kinds (one module each), the flows, which are written once
(room payments). Nothing outside of a kind's own module asks which kind it is. Money: amounts of fees in
minor units.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from pinstripe.api.params import Params
from pinstripe.clock.business_days import HOUR
from pinstripe.clock.calendar import DAY, midnight
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work


class Flow(StrEnum):
    """How the money of a kind comes: at once, after a page, days later, when the payer sends it, on a
    reader.
    """

    CARD = "card"
    REDIRECT = "redirect"
    DELAYED_DEBIT = "delayed debit"
    PUSH = "push"
    IN_PERSON = "in person"


class Fee(NamedTuple):
    """What a payment of a kind costs: hundredths of a percent, a fixed part, the most that it can be."""

    rate: int
    fixed: int = 0
    most: int | None = None


class Lasts(NamedTuple):
    """How long a payer may take: so many seconds, or until so many days end where they live, whose clock is
    `hours` ahead of UTC.
    """

    days: int = 0
    hours: int = 0
    seconds: int = 0

    def until(self, now: int, options: Mapping[str, Any]) -> int:
        """When it is over; an intent may ask for another moment. source: spec (the options); inferred"""
        if options.get("expires_at"):
            return int(options["expires_at"])
        if self.seconds:
            return now + int(options.get("expires_after_seconds") or self.seconds)
        days = options.get("expires_after_days")
        local = midnight(now + self.hours * HOUR)
        return local + ((self.days if days is None else days) + 1) * DAY - 1 - self.hours * HOUR


class Asking(NamedTuple):
    """What a payer is asked with.

    page: where a person would look. back: where they return to. number: of a voucher or a code, fifteen
    digits. expires_at: the end of it. options: what the intent asks of the kind
    """

    page: str
    back: str | None
    number: str
    expires_at: int
    options: Mapping[str, Any]


class Facts(NamedTuple):
    """What is known of a method when it is made: the hash under its kind's name, private facts, its owner's
    name and address where they came with it."""

    fields: dict[str, Any]
    private: dict[str, Any]
    billing: Mapping[str, Any] | None = None


class Setup(NamedTuple):
    """How a kind is set up for later payments.

    details: what a setup's try shows under the kind's name (its hash, the bank's answer where one was asked).
    options, shape, built: as a payment's, but of a setup. within: what hashes in the options begin with.
    """

    details: Callable[[dict[str, Any], Any], dict[str, Any]]
    shape: str = ""
    options: Mapping[str, Any] = {}
    built: str = ""
    within: Mapping[str, Mapping[str, Any]] = {}


def unpresented(work: Work, card: Any, presence: Mapping[str, Any]) -> Facts:
    """A kind that no reader reads."""
    raise AssertionError("no reader reads this kind")


Owner = Mapping[str, Any] | None
"""Billing details as a request gives them."""


def unpublished(work: Work, key: str) -> Facts | None:
    """A kind without published test methods."""
    return None


def unchecked(work: Work, method: Record) -> dict[str, Any]:
    """A kind whose bank is not asked when a method is kept: nothing changes in its hash."""
    return {}


def unsaid(reference: str, url: str) -> dict[str, Any]:
    """A kind of which a mandate says nothing."""
    return {}


def unheard(fields: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """A kind whose hash stays as it is, whatever an intent asks."""
    return dict(fields)


def unshown(fields: dict[str, Any], reply: Any) -> dict[str, Any]:
    """A kind of which a setup's try says nothing. source: spec"""
    return {}


def unbilled(shown: dict[str, Any], billing: Mapping[str, Any]) -> dict[str, Any]:
    """A kind whose charge says nothing of where its payer lives."""
    return shown


def unwidened(options: Mapping[str, Any], shown: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """A kind whose options do not depend on the method."""
    return dict(options)


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of payment method.

    name: the type, and the hash of a method, of a charge's details, of an intent's options. flow: how it is
    paid. ledger: the word in `network:<ledger>` that the money comes from; "" where it is in the customer's
    cash balance already. read: makes facts of a request's hash (work, hash, its path, billing details).
    published: facts of a published test method. details: a charge's hash under the kind's name; each flow
    hands over what it knows. keep: what the bank's look at a method that is kept changes in its hash; it
    may refuse. currencies: those it can be paid in, empty for all. movement: type and reporting category of
    its balance transactions. charge_ids: prefix. fee: None where the country's list price for cards
    applies. at_once: is its money available when it came? holds: can money be held and captured later?
    kept: can a customer keep it? mandate: must the payer agree to later debits? options: what an intent
    says of it, at first; shape: the object of these options, where it is not the one under its name; built:
    those that can be asked for. setup: how it is set up without a payment, None where that is not built.
    action: what a payer is asked to do (`next_action`), None for a page that leads back. needs:
    billing details that it can't be made or paid without; needs_later: can it be made without them? lasts:
    how long a payer may take, None for ever. amounts: the least and the most of a payment in its only
    currency. hold_days: how long money is held. refunds: can
    it be given back? agrees: what a mandate says of it, by reference and address. single_message: is the
    money
    taken at once, whatever an intent says, and given back at a reader alone? presented: makes facts of a card
    at a reader; usual_card: which one that is where nobody says. generates: can a reader make a card of it
    that is kept for later? debited_later: makes facts of the account that later payments are debited from by
    SEPA, where it is not the kind itself that is kept. names_mandate: does a charge name what the payer
    agreed to? hears: what an intent's options change in the method's hash. pays: can an intent be paid by it?
    subscribes: can a page subscribe with it, where it is kept?
    ended_by: reasons for which a debit fails and its mandate ends with it.
    asks_where: is its payer asked by mail where a refund is to go? billed: what its charge says of the
    owner's billing details.
    widened: what an intent says of its options once the method is known (options, its hash, currency).
    source: recorded: issue reports (subscribes)
    """

    name: str
    flow: Flow
    ledger: str
    read: Callable[[Work, Params, str, Owner], Facts]
    details: Callable[..., dict[str, Any]]
    published: Callable[[Work, str], Facts | None] = unpublished
    keep: Callable[[Work, Record], dict[str, Any]] = unchecked
    currencies: tuple[str, ...] = ()
    movement: tuple[str, str] = ("payment", "charge")
    charge_ids: Literal["ch", "py"] = "py"
    fee: Fee | None = None
    at_once: bool = False
    holds: bool = False
    kept: bool = False
    mandate: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    shape: str = ""
    built: str = ""
    setup: Setup | None = None
    action: Callable[[Asking], dict[str, Any]] | None = None
    needs: tuple[str, ...] = ()
    needs_later: bool = False
    lasts: Lasts | None = None
    amounts: tuple[int, int | None] = (0, None)
    hold_days: int = 7
    refunds: bool = True
    agrees: Callable[[str, str], dict[str, Any]] = unsaid
    single_message: bool = False
    presented: Callable[[Work, Any, Mapping[str, Any]], Facts] = unpresented
    usual_card: str = "4242424242424242"
    generates: bool = False
    widened: Callable[[Mapping[str, Any], Mapping[str, Any], str], dict[str, Any]] = unwidened
    debited_later: Callable[[Work], Facts] | None = None
    names_mandate: bool = False
    hears: Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]] = unheard
    pays: bool = True
    subscribes: bool = True
    asks_where: bool = False
    ended_by: tuple[str, ...] = ()
    billed: Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]] = unbilled

    @property
    def leads_away(self) -> bool:
        """Is the payer sent to a page that must lead back?"""
        return self.flow is Flow.REDIRECT and self.lasts is None

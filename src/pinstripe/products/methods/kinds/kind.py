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
    shape: str
    options: Mapping[str, Any]
    built: str = ""
    within: Mapping[str, Mapping[str, Any]] = {}


Owner = Mapping[str, Any] | None
"""Billing details as a request gives them."""


def unpublished(work: Work, key: str) -> Facts | None:
    """A kind without published test methods."""
    return None


def unchecked(work: Work, method: Record) -> dict[str, Any]:
    """A kind whose bank is not asked when a method is kept: nothing changes in its hash."""
    return {}


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
    says of it, at first; shape: the object of these options; built: those that can be asked for. unread:
    parameters of its hash that are not built. setup: how it is set up without a payment, None where that is
    not built.
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
    unread: str = ""
    setup: Setup | None = None

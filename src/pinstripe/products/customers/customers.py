"""The endpoints of customers.

Owns: create, update, delete. Does not own: the record (customer.py). Money: a balance that is set, through
customer_balance_transaction.py. Source: spec; recorded: stripe_world phase 11, gumroad-8e80a61d7b.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel import finding
from pinstripe.kernel.generate import deleted, stored, updates
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog.discount import DISCOUNT
from pinstripe.products.customers import cash_balance, default_source, refusals
from pinstripe.products.customers import customer_balance_transaction as customer_balances
from pinstripe.products.customers import tax_id as tax_ids
from pinstripe.products.customers.customer import (
    CUSTOMER,
    check_custom_fields,
    check_email,
    check_prefix,
    remove,
)
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.rendering import invoice_rendering_template as templates

CLOCK_CUSTOMERS = 3
"""Of one test clock, with Stripe's limits. source: docs: Test clocks (2024)"""
DEFAULTS = ("default_source", "default_card", "default_bank_account")
"""Names of the source that is charged if none is named, older ones too."""
GIVEN = ("source", "card", "bank_account")
"""Names by which a request describes a source."""


@operation("POST /v1/customers", CUSTOMER)
def create(work: Work, params: Params) -> Record:
    """Someone we bill: kept with an invoice prefix of their own.

    params: source, card: becomes the default source. id: of the caller's own. validate: is its bank asked?
    refuses: already_exists, bad_email. source: recorded: stripe_world phase 11, gumroad-8e80a61d7b; inferred
    (id)
    """
    own = params.get("id")
    if own is not None and finding.taken(work, own):
        raise errors.already_exists("Customer")
    clock = params.get("test_clock")
    if clock is not None:
        work.on_clock(work.find("test_helpers.test_clock", clock, "test_clock").id)
        refuse_crowd(work, clock)
    check_custom_fields(params.get("invoice_settings") or {}, "invoice_settings[custom_fields]")
    check_template(work, params)
    check_email(params.get("email"))
    fields = stored(
        CUSTOMER, params, frozenset(("balance", "cash_balance", "payment_method", "tax", "test_clock"))
    )
    check_prefix(params)
    fields.setdefault("invoice_prefix", work.mint.upper(8))
    settings = fields.pop("invoice_settings", None)
    fields["id"] = key = own or work.new_id(CUSTOMER)
    card = params.get("source") or params.get("card")
    if card is not None:
        param = "source" if "source" in params else "card"
        fields["default_source"] = default_source.add(
            work, key, card, param, ask=params.get("validate", True)
        ).id
    discount = _reduce(work, key, params, "customer")
    if discount is not None:
        fields["discount"] = discount.body
    customer = work.create(CUSTOMER, **fields, test_clock=clock)
    for number, one in enumerate(params.get("tax_id_data") or ()):
        param = f"tax_id_data[{number}][value]"
        tax_ids.make(work, tax_ids.of_customer(work, customer.id), one.type, one.value, param)
    cash_balance.choose(work, customer, (params.get("cash_balance") or {}).get("settings") or {})
    equip(work, customer, params, settings)
    set_balance(work, customer, params, "initial")
    locate(work, customer, params)
    return customer


def locate(work: Work, customer: Record, params: Params) -> None:
    """From where they come, by their own machine, and whether their place must be known to tax now, or only
    where something is taxed already. source: spec
    """
    given = params.get("tax") or {}
    if "ip_address" in given:
        work.note(customer, ip_address=given["ip_address"] or None)
    match given.get("validate_location"):
        case "immediately":
            work.announce(customer, "locate", "now")
        case "auto":
            work.announce(customer, "locate", "in_use")


def _reduce(work: Work, key: str, params: Params, outcome: str) -> Record | None:
    """The discount that a coupon or a code gives to a customer. refuses: what coupons and codes refuse

    source: sdk (parameters of older versions)
    """
    named = [name for name in ("coupon", "promotion_code") if params.get(name)]
    if len(named) > 1:
        raise errors.exclusive_params(named)
    if not named:
        return None
    target = discounts.Target("customer", None, key, bounded=True)
    given = {named[0]: params[named[0]]}
    return discounts.give(work, target, **given, param=named[0], outcome=outcome)


def _change_discount(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """Another coupon takes the present one's place; an empty one takes it away. source: sdk (the command
    line tool: an empty coupon)
    """
    before = customer.discount
    if "coupon" in params and not params.coupon:
        if before is not None:
            discounts.end(work, work.load(before["id"], "discount"))
        return {}
    discount = _reduce(work, customer.id, params, "switched" if before else "customer")
    if discount is None:
        return {}
    if before is not None:
        discounts.forget(work, [before["id"]])
    return {"discount": discount.body}


def check_template(work: Work, params: Params) -> None:
    """The template that a customer's invoices are printed with. refuses: resource_missing, archived"""
    wanted = (params.get("invoice_settings") or {}).get("rendering_options") or {}
    if wanted.get("template"):
        templates.chosen(work, wanted["template"], None, "invoice_settings[rendering_options]")


def refuse_crowd(work: Work, clock: str) -> None:
    """Stripe's clocks hold few customers; only with `--limits stripe`. source: docs: Test clocks (2024)"""
    if work.world.limits != "stripe":
        return
    if len(work.where("customer", CLOCK_CUSTOMERS, test_clock=clock)) >= CLOCK_CUSTOMERS:
        raise refusals.clock_is_full(CLOCK_CUSTOMERS)


def set_balance(work: Work, customer: Record, params: Params, kind: str) -> None:
    """What the customer has to the good, or owes; the difference is written down, in the account's currency.

    source: spec (the kinds); recorded: stripe_world phase 10 (currency)
    """
    amount = params.get("balance", customer.balance) - customer.balance
    if amount:
        customer_balances.move(work, customer, amount, kind, customer.currency or work.merchant.currency)


def equip(work: Work, customer: Record, params: Params, settings: dict[str, Any] | None) -> None:
    """Attach the method that came along, and make sure that the default is the customer's own.

    A published name in both places is one method. source: recorded: gumroad; the last inferred
    """
    attached = None
    if params.get("payment_method"):
        attached = methods.adopt(work, customer, params.payment_method)
    if settings is None:
        return
    chosen = settings.get("default_payment_method")
    if chosen is not None:
        if attached is not None and chosen in (attached.id, params.payment_method):
            chosen = attached.id
        else:
            chosen = methods.owned(work, customer, chosen, "invoice_settings[default_payment_method]").id
    work.amend(
        customer, invoice_settings={**customer.invoice_settings, **settings, "default_payment_method": chosen}
    )


@operation("POST /v1/customers/{customer}", CUSTOMER, subject="customer")
def update(work: Work, customer: Record, params: Params) -> Record:
    """New facts about a customer; nested ones merge, a new source takes the default's place.
    refuses: bad_email, bad_invoice_prefix, no_such. source: spec; inferred (nobody has an Alipay account)
    """
    return told(work, customer, params)


def told(work: Work, customer: Record, params: Params) -> Record:
    """A customer is told anew, by whomever. refuses: bad_email, bad_invoice_prefix"""
    check_prefix(params)
    if params.get("default_alipay_account"):
        raise errors.no_such("alipay account", params.default_alipay_account, "default_alipay_account", 400)
    settings = params.get("invoice_settings") or {}
    check_custom_fields(settings, "invoice_settings[custom_fields]")
    check_template(work, params)
    check_email(params.get("email"))
    chosen = settings.get("default_payment_method")
    if chosen:
        methods.owned(work, customer, chosen, "invoice_settings[default_payment_method]")
    changes = updates(customer, params, frozenset(("balance", "cash_balance", "tax", *DEFAULTS)))
    if "tax_exempt" in params and not params.tax_exempt:
        changes["tax_exempt"] = CUSTOMER.defaults["tax_exempt"]
    named = next((params[name] for name in DEFAULTS if params.get(name)), None)
    param = next((name for name in GIVEN if params.get(name)), None)
    if "default_source" in params and not params.default_source:
        changes["default_source"] = None
    if named:
        changes["default_source"] = default_source.owned(work, customer, named, 400, "default_source").id
    if param is not None:
        ask = params.get("validate", True)
        source = default_source.replace_default(work, customer, params[param], param, ask=ask)
        changes["default_source"] = source.id
    changes |= _change_discount(work, customer, params)
    cash_balance.choose(work, customer, (params.get("cash_balance") or {}).get("settings") or {})
    work.change(customer, **changes)
    set_balance(work, customer, params, "adjustment")
    locate(work, customer, params)
    return customer


@operation(
    "GET /v1/customers/{customer}/discount", DISCOUNT, subject="customer", of=CUSTOMER, verb="discount"
)
def retrieve_discount(work: Work, customer: Record, params: Params) -> Record:
    """The customer's discount. refuses: no_discount. source: spec"""
    return _discount(work, customer)


def _discount(work: Work, customer: Record) -> Record:
    if customer.discount is None:
        raise refusals.no_discount(customer.id)
    return work.load(customer.discount["id"], "discount")


@operation(
    "DELETE /v1/customers/{customer}/discount", DISCOUNT, subject="customer", of=CUSTOMER, verb="discount"
)
def delete_discount(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """The customer's discount counts no more. refuses: no_discount. source: spec"""
    discount = _discount(work, customer)
    discounts.end(work, discount)
    return discounts.gone(discount)


@hears(DISCOUNT, "end", "customer")
def let_go(work: Work, discount: Record) -> None:
    """A customer's discount is over. source: spec (customer.discount.deleted)"""
    customer = work.peek(discount.customer, "customer")
    if customer is not None and (customer.discount or {}).get("id") == discount.id:
        work.change(customer, discount=None)


@operation("DELETE /v1/customers/{customer}", CUSTOMER, subject="customer")
def delete(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """The customer leaves lists and can't be used again. source: recorded: stripe_world 02"""
    remove(work, customer)
    return deleted(customer)

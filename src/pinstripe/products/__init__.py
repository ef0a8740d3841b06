"""The rooms: one package per product family, in their published order.

A room calls those before it, and of them only the modules that they list as their DOORS. What a later room
must do when something happens in an earlier one, it hears (kernel/hearing.py). ARCHITECTURE.md shows the
order in one picture, `pinstripe/products/<room>/README.md` each room.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from pinstripe.kernel import generate, hearing, search

ROOMS = (
    "catalog",  # what is sold, and what a quantity of it costs
    "files",  # what was uploaded, and links to it
    "webhooks",  # who hears of events, and the events themselves
    "radar",  # what is known of fraud
    "balance",  # an account's money and its days
    "financial_connections",  # accounts at other banks
    "methods",  # how somebody pays
    "acceptance",  # what a merchant's pages offer
    "payments",  # taking money
    "refunds",  # giving it back
    "reported",  # payments that were made elsewhere
    "disputes",  # what payers and their banks say against it
    "connect",  # accounts, and what they have to do with each other
    "access",  # how somebody reaches an account: links, sessions, OAuth
    "core",  # accounts as the second version of the API has them
    "transfers",  # money between accounts
    "payouts",  # what goes to an account's own bank, and comes from there
    "capital",  # what an account is advanced, and pays back from its charges
    "rendering",  # how invoices are printed
    "customers",  # who is billed, and the clock that they hang on
    "sources",  # how somebody paid before payment methods
    "tax",  # what a state takes of a sale
    "usage",  # what was used
    "alerts",  # who is told when so much was used
    "credits",  # what is used up before money is asked for
    "line_terms",  # what lines come to, with discounts, credits and taxes
    "invoices",  # what is asked for
    "credit_notes",  # what is taken back of it
    "subscriptions",  # what goes on by itself
    "schedules",  # what subscriptions will become
    "quotes",  # what a customer is offered
    "entitlements",  # what customers may use
    "checkout",  # how somebody buys on a page
    "payment_links",  # addresses at which anybody can buy
    "portal",  # where customers look after what they pay for
    "identity",  # who somebody is
    "treasury",  # accounts that hold money, and every way that it moves through them
    "money_management",  # the same under /v2: storage accounts, addresses, recipients who are paid
    "global_payouts",  # payments to others that are looked at first, and what Stripe puts right
    "issuing",  # cards that an account gives out
    "authorizations",  # what is paid with them
    "terminal",  # taking money in person
    "hardware",  # ordering what that takes
    "forwarding",  # cards for another processor
    "climate",  # carbon that is removed
    "crypto",  # crypto that is bought with money
    "commerce",  # feeds of what is sold, for whoever sells it too
    "apps",  # what apps keep
    "reporting",  # what became of the money, as files
    "sigma",  # questions in SQL over all of it
)


@cache
def register() -> None:
    """Import every room's modules, so that their resources and operations are known; then generate the
    rest. Once is enough."""
    for room in ROOMS:
        package = import_module(f"{__name__}.{room}")
        for module in package.MODULES:
            import_module(f"{package.__name__}.{module}")
    hearing.arrange([f"{__name__}.{room}" for room in ROOMS])
    generate.install()
    search.install()

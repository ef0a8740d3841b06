"""The form behind an account link: it asks what an account lacks, and sends whoever filled it in back.

Owns: what is asked in which step, how an answer becomes what is told. Does not own: links (account_link.py),
what follows from what is told (room connect), how a form looks (control/sheets.py). Money: none.
Source: docs: Connect account links (what a link does); the form is our own.
Every field holds a published test value that passes, so that a form that is sent as it is opens the account.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel import sheets
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Away, Button, Sheet, Told
from pinstripe.kernel.work import Work
from pinstripe.products.access import form_fields, unknowns
from pinstripe.products.access.account_link import ACCOUNT_LINK, KIND
from pinstripe.products.connect import statement
from pinstripe.products.connect.assessment import collects, is_company
from pinstripe.products.webhooks import v2_event as events

VISIT_LETTERS = 16
V2_ACCOUNTS = "/v2/core/accounts"
LATER = Button("later", "yes", "Return without finishing")
CHARGING = ("card_payments", "transfers")
"""What an account with a dashboard of its own asks for by itself. source: docs: Connect account types"""


@sheets.sheet(KIND, ACCOUNT_LINK.prefix)
def onboard(own_work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """One step of the form. gives: the next step, or the way back: to `refresh_url` where the link is not
    good any more, to `return_url` where everything was told or whoever fills it in goes on later.
    source: docs: Connect account links
    """
    link = own_work.peek(key, ACCOUNT_LINK.object)
    platform_work = own_work.acting_for(own_work.world.account)
    account = platform_work.peek(own_work.account, "account")
    if link is None or account is None:
        return None
    visit = asked.get("visit")
    if not opens(own_work, link, visit):
        return Away(link.private["refresh_url"])
    if visit is None:
        visit = own_work.mint.letters(VISIT_LETTERS)
        own_work.note(link, visit=visit)
    place = f"{link.url.partition(own_work.world.public_url)[2]}&visit={visit}"
    if sent is None:
        return step(own_work, account, link, place, {}, {}) or Away(link.private["return_url"])
    if sent.get("later"):
        return returned(platform_work, own_work, link)
    wrong = form_fields.wrong(sent)
    if not wrong:
        tell(platform_work, own_work, account, sent)
        finish(platform_work, own_work, account, link)
    more = step(own_work, account, link, place, sent if wrong else {}, wrong, done=not wrong)
    return more or returned(platform_work, own_work, link)


def returned(platform_work: Work, own_work: Work, link: Record) -> Away:
    """The way back, of which the second version tells those who ask. source: sdk"""
    case = link.private.get("use_case")
    if case is not None:
        about = {
            "id": own_work.account,
            "type": "v2.core.account",
            "url": f"{V2_ACCOUNTS}/{own_work.account}",
        }
        data = {"account_id": own_work.account, "use_case": case}
        events.tell(platform_work, "v2.core.account_link.returned", data, about)
    return Away(link.private["return_url"])


def opens(own_work: Work, link: Record, visit: str | None) -> bool:
    """Is the link still good? Whoever opened it first may go on. source: docs: Connect account links"""
    first = link.private.get("visit")
    if first is None:
        return bool(own_work.world_now < link.expires_at)
    return bool(visit == first)


def step(
    own_work: Work,
    account: Record,
    link: Record,
    place: str,
    sent: Told,
    wrong: Mapping[str, str],
    done: bool = False,
) -> Sheet | None:
    """What is asked next; None where nothing is. params: sent, what was answered; wrong, what is wrong with
    it; done, an answer was taken, so what is known is not asked again
    """
    if account.body["business_type"] is None:
        fields = form_fields.of_business(account.body, sent, wrong)
        return Sheet("Tell us about your business", form_fields.FIRST, place, fields, beside=(LATER,))
    names = unknowns.of(own_work, account, link)
    if not names and link.private["type"] == "account_update" and not done:
        names = form_fields.CHANGEABLE
    if not names:
        return None
    fields = form_fields.of_names(names, account.body, sent, wrong)
    title = "Company and people" if is_company(account.body) else "Your details"
    return Sheet(title, form_fields.LAST, place, fields, "Agree and submit", (LATER,))


def tell(platform_work: Work, own_work: Work, account: Record, sent: Told) -> None:
    """An answer is told. refuses: what the API refuses of the same facts"""
    told = form_fields.nested(sent)
    people = {name: told.pop(name) for name in list(told) if name.startswith("person_")}
    head, owner = told.pop("representative", None), told.pop("owners", None)
    documents = told.get("documents") or {}
    if documents:
        told["documents"] = {name: {"files": [one["files"]]} for name, one in documents.items()}
    if "external_account" in told:
        country = account.body["country"]
        told["external_account"] = {"object": "bank_account", "country": country, **told["external_account"]}
    if told.pop("terms", None):
        told["tos_acceptance"] = {"date": own_work.world_now, "ip": own_work.client or "0.0.0.0"}
    statement.told(platform_work, account, Params(told))
    for key, facts in people.items():
        statement.person_told(platform_work, account, own_work.find("person", key, "person"), facts)
    if head:
        roles = {"representative": True, **(head.pop("relationship", None) or {})}
        known = statement.representative(own_work)
        facts = {**head, "relationship": roles}
        if known is None:
            statement.person_made(platform_work, account, facts)
        else:
            statement.person_told(platform_work, account, known, facts)
    if owner:
        statement.person_made(platform_work, account, {**owner, "relationship": {"owner": True}})


def finish(platform_work: Work, own_work: Work, account: Record, link: Record) -> None:
    """An account with a dashboard of its own asks for what it needs once it has told everything."""
    dashboard = account.at("controller", "stripe_dashboard", "type")
    whole = account.body["business_type"] is not None and not unknowns.of(own_work, account, link)
    if whole and dashboard == "full" and not account.private.get("asked") and not collects(account.body):
        wish: dict[str, Any] = {name: {"requested": True} for name in CHARGING}
        statement.told(platform_work, account, Params(capabilities=wish))

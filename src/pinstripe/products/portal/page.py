"""The page of the portal: what a customer sees of what they pay for, and the forms with which they change it.

Owns: who is let in, which answers are taken, where they lead, the login page. Does not own: what the page
shows (views.py), what an answer does (acts.py), how it looks (control/sheets.py). Money: as acts.py.
Source: spec; docs: Customer portal (from memory); the page is our own.
An answer is taken once: a form carries the session's turn, and one that comes again, or from a page that was
gone back to, does nothing more.
"""

from __future__ import annotations

from pinstripe.kernel import sheets
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Away, Field, Sheet, Told
from pinstripe.kernel.work import Work
from pinstripe.products.portal import acts, views
from pinstripe.products.portal.acts import Visit
from pinstripe.products.portal.configuration import CONFIGURATION, LOGIN
from pinstripe.products.portal.session import KIND, SESSION, address, is_good, place

ENTER = "Enter the email with which you pay."


@sheets.sheet(KIND, SESSION.prefix)
def visit(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """Somebody looks, or sends a form. gives: the page, or where they are sent; None for a wrong key"""
    session = work.peek(key, SESSION.object)
    if session is None or asked.get("key") != session.private["key"]:
        return None
    if not is_good(work, session):
        return recovered(work, session, sent)
    configuration = work.load(session.configuration, CONFIGURATION.object)
    customer = work.peek(session.customer, "customer")
    if customer is None:
        return views.expired(session)
    work.note(session, seen=work.world_now)
    here = Visit(session, configuration, customer)
    if sent is None:
        return views.shown(work, here, asked)
    turn = session.private["turn"]
    if sent.get("turn") != str(turn):
        return Away(place(session))
    acts.act(work, here, sent)
    through = session.flow is not None and sent["do"] in acts.ENDS and not session.private["done"]
    work.note(session, turn=turn + 1, done=session.private["done"] or through)
    return afterwards(session) if through else Away(place(session))


def recovered(work: Work, session: Record, sent: Told | None) -> Sheet | Away:
    """A session that is over is good again, where that was wanted, for a customer who says who they are.
    source: sdk (after_expiration); that no code is sent: inferred"""
    after = session.get("after_expiration")
    ends = after["customer_login"]["expires_at"] if after else 0
    customer = work.peek(session.customer, "customer")
    if customer is None or (ends is not None and work.world_now >= ends):
        return views.expired(session)
    email = (sent or {}).get("email", "")
    if email and email == customer.email:
        work.note(session, seen=work.world_now)
        return Away(place(session))
    problem = "Nobody pays with this email." if sent else ""
    field = Field("email", "Email", email, "email")
    return Sheet("Log in", (ENTER,), place(session), (field,), "Log in", problem=problem)


def afterwards(session: Record) -> Sheet | Away:
    """Where a flow ends. source: spec (after_completion)"""
    after = session.flow["after_completion"]
    if after["type"] == "redirect":
        return Away(after["redirect"]["return_url"])
    if after["type"] == "hosted_confirmation":
        return views.confirmed(session, after["hosted_confirmation"]["custom_message"])
    return Away(place(session))


@sheets.sheet(LOGIN, CONFIGURATION.prefix)
def login(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """A customer says who they are by their email, and is let in. source: spec (login_page); that no code is
    sent: inferred
    """
    configuration = work.peek(key, CONFIGURATION.object)
    if configuration is None or not configuration.active or not configuration.login_page["enabled"]:
        return None
    email = (sent or asked).get("email" if sent else "prefilled_email", "")
    where = sheets.open_path(LOGIN, key, work.account)
    field = Field("email", "Email", email, "email")
    page = Sheet("Log in", (ENTER,), where, (field,), "Log in")
    if sent is None:
        return page
    customer = next(iter(work.where("customer", 1, email=email)), None) if email else None
    if customer is None:
        return Sheet(
            page.title, page.text, where, (field,), page.button, problem="Nobody pays with this email."
        )
    session_key, token = work.new_id(SESSION), work.mint.letters(32)
    made = work.create(
        SESSION,
        id=session_key,
        configuration=configuration.id,
        customer=customer.id,
        return_url=configuration.default_return_url,
        url=address(work, session_key, token),
        private={"key": token, "turn": 0, "made": work.world_now, "seen": None, "done": False},
    )
    return Away(made.url)

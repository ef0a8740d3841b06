"""The bank page: the holder of accounts logs in at a test institution and chooses some.

Owns: what is asked there. Does not own: what comes of it (connection.py), how it looks (control/sheets.py).
Money: none. Source: our own; docs: Financial Connections (what is chosen).
Its address is `/_pinstripe/pages/bank_linking/{session}?merchant={account}`: the API itself hands out none,
since Stripe's script opens the window.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Away, Button, Field, Sheet, Told, path, sheet
from pinstripe.kernel.work import Work
from pinstripe.products.financial_connections import connection
from pinstripe.products.financial_connections.institution import DEFAULT, INSTITUTIONS, Held
from pinstripe.products.financial_connections.session import SESSION

KIND = "bank_linking"
TITLE = "Connect your accounts"
LEAVE = (Button("answer", "leave", "Not now"),)


@sheet(KIND, SESSION.prefix)
def link(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """Somebody chooses a bank, then accounts, or leaves. gives: the way back to the merchant at the end"""
    session = work.peek(key, SESSION.object)
    if session is None:
        return None
    sent = sent or {}
    if session.private["complete"]:
        return ended(session, "These accounts are connected.")
    if sent.get("answer") == "leave":
        return ended(session, "No account was connected.")
    place = path(KIND, key, work.account)
    institution = sent.get("institution", "")
    if institution not in INSTITUTIONS:
        return banks(work, session, place, "")
    there = [one for one in INSTITUTIONS[institution] if connection.fits(session, one)]
    if not there:
        return banks(work, session, place, f"{institution} is not available, or has no account that fits.")
    chosen = [one.name for number, one in enumerate(there) if sent.get(f"account-{number}")]
    if not chosen:
        return accounts(institution, there, place, "Choose an account." if "seen" in sent else "")
    connection.complete(work, session, institution, chosen)
    return ended(session, "Your accounts are connected.")


def ended(session: Record, words: str) -> Sheet | Away:
    """Back to the merchant, or the end."""
    address = session.body.get("return_url")
    return Away(address) if address else Sheet(TITLE, (words,), "", button="")


def banks(work: Work, session: Record, place: str, problem: str) -> Sheet:
    """Which bank is it?"""
    seen = ", ".join(session.permissions).replace("_", " ")
    options = tuple((name, name) for name in INSTITUTIONS)
    return Sheet(
        TITLE,
        (f"{work.merchant.name} asks to see: {seen}.",),
        place,
        (Field("institution", "Your bank", DEFAULT, "select", options),),
        beside=LEAVE,
        problem=problem,
    )


def accounts(institution: str, there: list[Held], place: str, problem: str) -> Sheet:
    """Which of the accounts there?"""
    boxes = tuple(
        Field(f"account-{number}", f"{one.name} •••• {one.last4}", "on", "checkbox", required=False)
        for number, one in enumerate(there)
    )
    told = (Field("institution", "", institution, "hidden"), Field("seen", "", "1", "hidden"))
    return Sheet(TITLE, (institution,), place, (*told, *boxes), "Connect", LEAVE, problem)

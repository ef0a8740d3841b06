"""Bank accounts outside the US that are debited: SEPA, Bacs, BECS, New Zealand's BECS and ACSS.

Owns: reading their numbers, their hashes, what a mandate says of each. Does not own: what a bank does
(networks/banks), the debit (payments/flows/delayed_debit.py). Money: list prices. Source: docs: testing;
recorded: liberapay (SEPA hash and mandate); spec (fields); inferred: fees, where bank codes stand in an IBAN.
A method's private facts: `bank_account`, what the banks know it by; `verified`, its owner was shown to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.ids import stable
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import checks, numbers
from pinstripe.networks.banks.port import BankAccount, Inspected
from pinstripe.products.methods import refusals
from pinstripe.products.methods.kinds.kind import Facts, Fee, Flow, Kind, Owner, Setup, unshown

CODES: Final = {
    "AT": (5, 0),
    "BE": (3, 0),
    "DE": (8, 0),
    "EE": (2, 0),
    "ES": (4, 4),
    "FI": (3, 0),
    "FR": (5, 5),
    "GB": (4, 6),
    "HR": (7, 0),
    "IE": (4, 6),
    "IT": (6, 5),
    "LT": (5, 0),
    "LU": (3, 0),
    "NL": (4, 0),
    "NO": (4, 0),
    "PT": (4, 4),
}
"""How long bank and branch codes are in an IBAN. source: recorded: liberapay (BE, FR); inferred"""


def known(work: Work, country: str, routing: str, number: str, where: str) -> BankAccount:
    """The account of these numbers, one that can be debited. refuses: bad_numbers, unusable_account"""
    account = numbers.by_number(country, routing, number) or checks.found(country, routing, number)
    if isinstance(account, checks.Refusal):
        raise refusals.bad_numbers(account, where)
    if work.network("banks").inspect(account) is Inspected.UNUSABLE:
        raise refusals.unusable_account(where)
    return account


def facts(work: Work, account: BankAccount, verified: bool = True, **fields: Any) -> Facts:
    """A method of an account, which all of these show by fingerprint and last digits."""
    shown = {"fingerprint": stable(16, work.world.seed, account.number), "last4": account.number[-4:]}
    return Facts({**fields, **shown}, {"bank_account": account.key, "verified": verified})


def sepa_of(key: str) -> Callable[[Work], Facts]:
    """The account that a payer used on a page, which is debited by SEPA from then on. params: key: what the
    banks know it by. source: spec (generated_sepa_debit)
    """

    def made(work: Work) -> Facts:
        account = numbers.by_key(key)
        assert account is not None, f"nobody knows the account {key}"
        return of_iban(work, account)

    return made


def told(given: Params, where: str, *names: str) -> list[str]:
    """Numbers as banks read them. refuses: missing_param"""
    for name in names:
        if given.get(name) is None:
            raise errors.missing_param(f"{where}[{name}]")
    return [given[name].replace(" ", "").replace("-", "").upper() for name in names]


def read_sepa(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """An IBAN. refuses: missing_param, bad_numbers, unusable_account"""
    (iban,) = told(given, where, "iban")
    return of_iban(work, known(work, iban[:2], "", iban, where))


def of_iban(work: Work, account: BankAccount) -> Facts:
    """What is read from an IBAN. source: recorded: liberapay"""
    bank, branch = CODES.get(account.country, (4, 0))
    body = account.number[4:]
    return facts(
        work,
        account,
        bank_code=body[:bank],
        branch_code=body[bank : bank + branch],
        country=account.country,
        generated_from={"charge": None, "setup_attempt": None},
    )


def published(work: Work, key: str) -> Facts | None:
    """A published name (pm_sepaDebit_success_de). source: docs: testing"""
    account = numbers.by_method(key)
    if account is None or account.rail != "sepa":
        return None
    return of_iban(work, account)._replace(billing=JENNY)


def published_at(country: str, *names: str) -> Callable[[Work, str], Facts | None]:
    """Published names of a country (pm_bacsDebit_success), whose owner is known to be so. params: names, what
    the parts of a routing number are called. source: docs: payment methods
    """

    def found(work: Work, key: str) -> Facts | None:
        account = numbers.by_method(key)
        if account is None or account.country != country or account.rail == "sepa":
            return None
        parts = account.routing.split("-")
        bank = {"bank_name": BANK} if country == "CA" else {}
        shown = {**bank, **dict(zip(names, parts, strict=True))}
        return facts(work, account, True, **shown)._replace(billing=JENNY)

    return found


def read_bacs(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """A sort code and an account number. refuses: as `known`"""
    sort, number = told(given, where, "sort_code", "account_number")
    return facts(work, known(work, "GB", sort, number, where), sort_code=sort)


def read_becs(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """A BSB and an account number. refuses: as `known`"""
    bsb, number = told(given, where, "bsb_number", "account_number")
    return facts(work, known(work, "AU", bsb, number, where), bsb_number=bsb)


def read_nz(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """Bank, branch, account number and suffix. refuses: as `known`"""
    names = ("bank_code", "branch_code", "account_number", "suffix")
    bank, branch, number, suffix = told(given, where, *names)
    account = known(work, "NZ", bank + branch, number, where)
    shown = {
        "account_holder_name": given.get("account_holder_name"),
        "bank_code": bank,
        "bank_name": BANK,
        "branch_code": branch,
        "last4": number[-4:],
        "suffix": suffix,
    }
    return Facts(shown, {"bank_account": account.key, "verified": True})


def nz_details(account: Mapping[str, Any], *, mandate: str | None, reference: str | None) -> dict[str, Any]:
    """A charge says what the account says of itself. source: spec"""
    return dict(account)


def read_acss(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """Institution, transit and account number, to be verified first. refuses: as `known`"""
    names = ("institution_number", "transit_number", "account_number")
    institution, transit, number = told(given, where, *names)
    account = known(work, "CA", transit + institution, number, where)
    return facts(
        work,
        account,
        verified=False,
        bank_name=BANK,
        institution_number=institution,
        transit_number=transit,
    )


BANK: Final = "STRIPE TEST BANK"
JENNY: Final = {
    "name": "Jenny Rosen",
    "email": "jenny@example.com",
    "address": {"city": "London", "country": "GB", "line1": "1 Main Street", "postal_code": "E1 1AA"},
}
"""Whose the published accounts are. source: inferred"""


def showing(*names: str) -> Callable[..., dict[str, Any]]:
    """A charge's hash: these fields of the account, and the mandate. source: spec"""

    def details(account: Mapping[str, Any], *, mandate: str | None, reference: str | None) -> dict[str, Any]:
        agreed = {"mandate": mandate} if mandate else {}
        return {**{name: account[name] for name in (*names, "fingerprint", "last4")}, **agreed}

    return details


def sepa_mandate(reference: str, url: str) -> dict[str, Any]:
    """What a mandate says of SEPA. source: recorded: liberapay"""
    return {"reference": reference, "url": url}


def bacs_mandate(reference: str, url: str) -> dict[str, Any]:
    """What a mandate says of Bacs, whose network takes it at once here. source: spec; inferred"""
    told = {"display_name": None, "network_status": "accepted", "reference": reference, "url": url}
    return {**told, "revocation_reason": None, "service_user_number": None}


def becs_mandate(reference: str, url: str) -> dict[str, Any]:
    """What a mandate says of BECS. source: spec"""
    return {"url": url}


def acss_mandate(reference: str, url: str) -> dict[str, Any]:
    """What a mandate says of ACSS where nobody asked otherwise. source: spec; inferred"""
    return {"interval_description": None, "payment_schedule": "sporadic", "transaction_type": "personal"}


TARGETED: Final = "setup_future_usage target_date"


def debited(
    name: str, ledger: str, read: Any, details: Any, needs: tuple[str, ...] = ("name", "email"), **more: Any
) -> Kind:
    """A kind that is debited with a mandate."""
    return Kind(
        name,
        Flow.DELAYED_DEBIT,
        ledger,
        read,
        details,
        kept=True,
        mandate=True,
        needs=needs,
        **more,
    )


SEPA: Final = "sepa_debit"
DEBITS: Final[tuple[Kind, ...]] = (
    debited(
        SEPA,
        "sepa",
        read_sepa,
        showing("bank_code", "branch_code", "country"),
        published=published,
        currencies=("eur",),
        fee=Fee(0, 35),
        built=f"{TARGETED} mandate_options",
        agrees=sepa_mandate,
        setup=Setup(unshown, built="mandate_options"),
    ),
    debited(
        "bacs_debit",
        "bacs",
        read_bacs,
        showing("sort_code"),
        published=published_at("GB", "sort_code"),
        ended_by=("debit_not_authorized",),
        currencies=("gbp",),
        fee=Fee(100, 0, 400),
        built=f"{TARGETED} mandate_options",
        agrees=bacs_mandate,
        setup=Setup(unshown, built="mandate_options"),
    ),
    debited(
        "au_becs_debit",
        "becs",
        read_becs,
        showing("bsb_number"),
        published=published_at("AU", "bsb_number"),
        ended_by=("account_closed", "debit_not_authorized", "no_account"),
        currencies=("aud",),
        fee=Fee(100, 30, 350),
        built=TARGETED,
        agrees=becs_mandate,
        setup=Setup(unshown),
    ),
    debited(
        "nz_bank_account",
        "nz_becs",
        read_nz,
        nz_details,
        needs=(),
        currencies=("nzd",),
        fee=Fee(100, 30, 350),
        built=TARGETED,
        setup=Setup(unshown),
    ),
    debited(
        "acss_debit",
        "acss",
        read_acss,
        showing("bank_name", "institution_number", "transit_number"),
        published=published_at("CA", "transit_number", "institution_number"),
        currencies=("cad", "usd"),
        fee=Fee(100, 40, 500),
        options={"verification_method": "automatic"},
        built=f"{TARGETED} mandate_options verification_method",
        agrees=acss_mandate,
        subscribes=False,
        setup=Setup(
            unshown,
            options={"verification_method": "automatic"},
            built="currency mandate_options verification_method",
        ),
    ),
)
"""source of the fees: inferred"""

"""Every published test card as one table of facts, looked up by number, token or method name.

Owns: which cards exist, their brand, funding, country, names and behaviour.
Does not own: what follows from a behaviour (sim.py), refusals of numbers (checks.py), bodies (details.py).
Money: none. Source: docs: testing, payouts; recorded: gumroad, liberapay where a row says so (countries 3155
FR, 3184 DE, 0446 IT, 3220 IE, 0008/0123/0263 IN; others without a country of their own are US). Inferred:
funding where the page is silent, countries of co-branded and in-person cards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pinstripe.networks.cards.debits import KINDS, NUMBERS


@dataclass(frozen=True, slots=True)
class TestCard:
    """What the network knows of a card by its number.

    `key` finds it again: the number, or a token's name where tokens share a number and differ in effect.
    `decline`: the bank's answer to payments; `attach_declines`: to keeping the card as well.
    `authentication`: a name of sim.AUTHENTICATION; `redirects`: its holder is asked on a page (3-D Secure 1).
    `cvc`, `postal`, `line1`: results where data is given. `pin`: which one a reader asks for. `presented`: it
    is held to a reader and nowhere else. `limited`: its bank takes no more, no oftener and no later than it
    agreed to. `rated`: does an exemption that its bank's directory granted stand? `pressure`: what an account
    that takes it is asked for from then on, or what of it stops.
    """

    __test__ = False

    key: str
    number: str
    brand: str
    funding: str
    country: str
    tokens: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    decline: str = ""
    attach_declines: bool = False
    decline_needs_cvc: bool = False
    authentication: str = ""
    disputes: tuple[str, ...] = ()
    fraud_warning: str = ""
    refund: str = "succeeded"
    bypass_pending: bool = False
    cvc: str = "pass"
    postal: str = "pass"
    line1: str = "pass"
    radar: str = "normal"
    pin: str = ""
    payout: str = ""
    pressure: str = ""
    redirects: bool = False
    presented: bool = False
    limited: bool = False
    rated: bool = True


def _card(
    number: str,
    kind: str = "visa credit US",
    both: str = "",
    tok: str = "",
    pm: str = "",
    **facts: Any,
) -> TestCard:
    """One row: `both` are name endings that exist as tok_… and as pm_card_…, `tok` and `pm` as one only."""
    brand, funding, country = kind.split()
    return TestCard(
        key=facts.pop("key", number),
        number=number,
        brand=brand,
        funding=funding,
        country=country,
        tokens=tuple(f"tok_{name}" for name in f"{both} {tok}".split()),
        methods=tuple(f"pm_card_{name}" for name in f"{both} {pm}".split()),
        networks=facts.pop("networks", (brand,)),
        **facts,
    )


def _declined(number: str, code: str, both: str, **facts: Any) -> TestCard:
    """A card that the bank refuses, already when it is to be attached."""
    return _card(number, both=both, decline=code, attach_declines=True, **facts)


_CB_VISA, _CB_MASTERCARD = ("cartes_bancaires", "visa"), ("cartes_bancaires", "mastercard")
_AU_VISA, _AU_MASTERCARD = ("eftpos_au", "visa"), ("eftpos_au", "mastercard")
_ELEVATED: dict[str, str] = {"radar": "elevated"}

CARDS: Final[tuple[TestCard, ...]] = (
    # By brand.
    _card("4242424242424242", "visa credit US", "visa us"),
    _card("4012888888881881", "visa credit US"),
    _card("4000056655665556", "visa debit US", "visa_debit", tok="visa_debit_us_transferSuccess"),
    _card("4000056655665572", "visa debit US", tok="visa_debit_us_transferFail", payout="could_not_process"),
    _card(
        "4000056755665555", "visa debit US", tok="visa_debit_us_instantPayoutUnsupported", payout="no_instant"
    ),
    _card("5555555555554444", "mastercard credit US", "mastercard"),
    _card("2223003122003222", "mastercard credit US"),
    _card(
        "5200828282828210",
        "mastercard debit US",
        "mastercard_debit",
        tok="mastercard_debit_us_transferSuccess",
    ),
    _card("5105105105105100", "mastercard prepaid US", "mastercard_prepaid"),
    _card("371449635398431", "amex credit US", "amex"),
    _card("378282246310005", "amex credit US", "amex_threeDSecureNotSupported", authentication="unsupported"),
    _card("6011111111111117", "discover credit US", tok="discover"),
    _card("6011000990139424", "discover credit US", pm="discover", authentication="unsupported"),
    _card("6011981111111113", "discover debit US", tok="discover_debit_us_transferSuccess"),
    _card("3056930009020004", "diners credit US", "diners"),
    _card("36227206271667", "diners credit US"),
    _card("30569309025904", "diners credit US"),
    _card("38520000023237", "diners credit US"),
    _card("6555900000604105", "discover credit US"),
    _card("3566002020360505", "jcb credit JP", "jcb"),
    _card("6200000000000005", "unionpay credit CN", "unionpay"),
    _card("6200000000000047", "unionpay debit CN"),
    _card("6205500000000000004", "unionpay credit CN"),
    _card("4000002500001001", "visa credit FR", "visa_cartesBancaires", networks=_CB_VISA),
    _card("5555552500001001", "mastercard credit FR", "mastercard_cartesBancaires", networks=_CB_MASTERCARD),
    _card("4000000000016123", "visa credit FR", networks=_CB_VISA, rated=False),
    _card("4000050360000001", "visa debit AU", "visa_debit_eftposAuCoBranded", networks=_AU_VISA),
    _card(
        "5555050360000080",
        "mastercard debit AU",
        "mastercard_debit_eftposAuCoBranded",
        networks=_AU_MASTERCARD,
    ),
    _card("4000051230000072", "visa debit US", pm="debit_visaFsaProductCode debit_visaHsaProductCode"),
    _card("5200828282828897", "mastercard debit US", pm="mastercard_debit_mastercardFsaProductCode"),
    _card("4000008400000076", "visa credit US", pm="credit_disableEnterpriseCardFeatures", limited=True),
    _card("4000058400000063", "visa debit US", pm="debit_incrementalAuthAuthorized"),
    # By country.
    _card("4000000320000021", "visa credit AR", "ar"),
    _card("4000000760000002", "visa credit BR", "br"),
    _card("4000001240000000", "visa credit CA", "ca"),
    _card("4000001520000001", "visa credit CL", "cl"),
    _card("4000001700000003", "visa credit CO", "co"),
    _card("4000001880000005", "visa credit CR", "cr"),
    _card("4000002180000000", "visa credit EC", "ec"),
    _card("4000004840008001", "visa credit MX", "mx"),
    _card("4000004840000008", "visa credit MX"),
    _card("5062210000000009", "unknown debit MX"),
    _card("4000005910000000", "visa credit PA", "pa"),
    _card("4000006000000066", "visa credit PY", "py"),
    _card("4000006040000068", "visa credit PE", "pe"),
    _card("4000008580000003", "visa credit UY", "uy"),
    _card("4000007840000001", "visa credit AE", "ae"),
    _card("5200007840000022", "mastercard credit AE", "ae_mastercard"),
    _card("4000000400000008", "visa credit AT", "at"),
    _card("4000000560000004", "visa credit BE", "be"),
    _card("4000001000000000", "visa credit BG", "bg"),
    _card("4000001120000005", "visa credit BY", "by"),
    _card("4000001910000009", "visa credit HR", "hr"),
    _card("4000001960000008", "visa credit CY", "cy"),
    _card("4000002030000002", "visa credit CZ", "cz"),
    _card("4000002080000001", "visa credit DK", "dk"),
    _card("4000002330000009", "visa credit EE", "ee"),
    _card("4000002460000001", "visa credit FI", "fi"),
    _card("4000002500000003", "visa credit FR", "fr"),
    _card("4000002760000016", "visa credit DE", "de"),
    _card("4000002920000005", "visa credit GI", "gi"),
    _card("4000003000000030", "visa credit GR", "gr"),
    _card("4000003480000005", "visa credit HU", "hu"),
    _card("4000003720000005", "visa credit IE", "ie"),
    _card("4000003800000008", "visa credit IT", "it"),
    _card("4000004280000005", "visa credit LV", "lv"),
    _card("4000004380000004", "visa credit LI", "li"),
    _card("4000004400000000", "visa credit LT", "lt"),
    _card("4000004420000006", "visa credit LU", "lu"),
    _card("4000004700000007", "visa credit MT", "mt"),
    _card("4000005280000002", "visa credit NL", "nl"),
    _card("4000005780000007", "visa credit NO", "no"),
    _card("4000006160000005", "visa credit PL", "pl"),
    _card("4000006200000007", "visa credit PT", "pt"),
    _card("4000006420000001", "visa credit RO", "ro"),
    _card("4000006820000007", "visa credit SA", "sa"),
    _card("4000007050000006", "visa credit SI", "si"),
    _card("4000007030000001", "visa credit SK", "sk"),
    _card("4000007240000007", "visa credit ES", "es"),
    _card("4000007520000008", "visa credit SE", "se"),
    _card("4000007560000009", "visa credit CH", "ch"),
    _card("4000008260000000", "visa credit GB", "gb"),
    _card("4000058260000005", "visa debit GB", "gb_debit"),
    _card("5555558265554449", "mastercard credit GB", "gb_mastercard"),
    _card("4000000360000006", "visa credit AU", "au", tok="visa_credit_au"),
    _card("4000001560000002", "visa credit CN", "cn"),
    _card("4000003440000004", "visa credit HK", "hk"),
    _card("4000003560000008", "visa credit IN", "in", authentication="mandate", redirects=True),
    _card("4000003920000003", "visa credit JP", "jp"),
    _card("3530111333300000", "jcb credit JP"),
    _card("4000004580000002", "visa credit MY", "my"),
    _card("4000005540000008", "visa credit NZ", "nz"),
    _card("4000007020000003", "visa credit SG", "sg"),
    _card("4000001580000008", "visa credit TW", "tw"),
    _card("4000007640000003", "visa credit TH", "th_credit"),
    _card("4000057640000008", "visa debit TH", "th_debit"),
    # Declined by the bank.
    _declined("4000000000000002", "generic_decline", "visa_chargeDeclined chargeDeclined"),
    _declined(
        "4000000000009995",
        "insufficient_funds",
        "visa_chargeDeclinedInsufficientFunds chargeDeclinedInsufficientFunds",
        tok="visa_debit_chargeDeclinedInsufficientFunds",
    ),
    _declined("4000000000009987", "lost_card", "visa_chargeDeclinedLostCard chargeDeclinedLostCard"),
    _declined("4000000000009979", "stolen_card", "visa_chargeDeclinedStolenCard chargeDeclinedStolenCard"),
    _declined("4000000000000069", "expired_card", "chargeDeclinedExpiredCard visa_chargeDeclinedExpiredCard"),
    _declined(
        "4000000000000127",
        "incorrect_cvc",
        "chargeDeclinedIncorrectCvc visa_chargeDeclinedIncorrectCvc",
        decline_needs_cvc=True,
        cvc="fail",
    ),
    _declined(
        "4000000000000119",
        "processing_error",
        "chargeDeclinedProcessingError visa_chargeDeclinedProcessingError",
    ),
    _declined(
        "4000000000006975",
        "card_velocity_exceeded",
        "visa_chargeDeclinedVelocityLimitExceeded chargeDeclinedVelocityLimitExceeded",
    ),
    # Recorded: refused without a customer too; only keeping and setting up succeed.
    _card(
        "4000000000000341",
        both="chargeCustomerFail",
        tok="visa_chargeCustomerFail",
        decline="generic_decline",
    ),
    _card(
        "4000000000000341",
        key="tok_visa_chargeCustomerFailLostCard",
        tok="visa_chargeCustomerFailLostCard",
        decline="lost_card",
    ),
    _card(
        "4000000000000341",
        key="tok_visa_chargeCustomerFailStolenCard",
        tok="visa_chargeCustomerFailStolenCard",
        decline="stolen_card",
    ),
    # Risk and checks.
    _card(
        "4100000000000019",
        both="radarBlock chargeDeclinedFraudulent visa_chargeDeclinedFraudulent",
        radar="blocked",
        cvc="unavailable",
    ),
    _card("4000000000004954", both="riskLevelHighest", radar="highest"),
    _card("4000000000009235", both="riskLevelElevated", radar="elevated"),
    _card("4000008400000407", both="highFraudDisputeScore"),
    _card("4000008400000159", both="highEfwScore"),
    _card("4000008400001017", both="radarDynamicRiskThreshold"),
    _card("4000008405600003", both="adaptive3dsChallenge"),
    _card("4000000000000101", both="cvcCheckFail", cvc="fail"),
    _card("4000000000000036", both="avsZipFail", postal="fail"),
    _card("4000058400307872", "visa debit US", "cvcCheckFailElevatedRisk", cvc="fail", **_ELEVATED),
    _card("4000058400306072", "visa debit US", "avsZipFailElevatedRisk", postal="fail", **_ELEVATED),
    _card("4000000000000028", both="avsLine1Fail", line1="fail"),
    _card("4000000000000010", both="avsFail", postal="fail", line1="fail"),
    _card("4000000000000044", both="avsUnchecked", postal="unavailable", line1="unavailable"),
    _card("4000000000000093", both="domesticPricing"),
    _card("4000000000001208"),
    _card("4000000000003725"),
    # Disputes, fraud warnings, refunds, balance.
    _card("4000000000000259", both="createDispute", disputes=("fraudulent",)),
    _card("4000000000002685", both="createDisputeProductNotReceived", disputes=("product_not_received",)),
    _card("4000000000001976", both="createDisputeInquiry", disputes=("inquiry",)),
    _card("4000000000005423", both="createIssuerFraudRecord", fraud_warning="misc"),
    _card("4000000404000079", both="createMultipleDisputes", disputes=("fraudulent", "fraudulent")),
    _card("4000000404000038", both="createCe3EligibleDispute", disputes=("compelling_evidence",)),
    _card("4000008400000779", both="createComplianceDispute", disputes=("compliance",)),
    _card(
        "5105008400000002",
        "mastercard credit US",
        "createMastercardComplianceDispute",
        disputes=("compliance",),
    ),
    _card("4000000001000043", both="createAutoRepresentmentEligibleDispute", disputes=("smart",)),
    _card("4000000404004816", both="createRapidDisputeResolutionDispute", disputes=("preventable",)),
    _card("4000000404005649", both="createCe3BlockDispute", disputes=("preventable",)),
    _card("5105000300000018", "mastercard credit US", "createEthocaAlert", disputes=("preventable",)),
    _card("4000000000007726", both="pendingRefund", refund="pending"),
    _card("4000000000005126", both="refundFail", refund="failed_later"),
    _card("4000000000000077", both="bypassPending", bypass_pending=True),
    _card("4000003720000278", "visa credit IE", "bypassPendingInternational", bypass_pending=True),
    # What accounts are asked for. source: docs: Connect testing (trigger cards), with their older names
    _card("4000000000004202", tok="visa_triggerNextRequirements visa_triggerVerification", pressure="soon"),
    _card("4000000000004210", tok="visa_triggerChargeBlock", pressure="charges"),
    _card("4000000000004236", tok="visa_triggerPayoutBlock visa_triggerTransferBlock", pressure="payouts"),
    # Authentication.
    _card(
        "4000002500003155",
        "visa credit FR",
        "authenticationRequiredOnSetup",
        authentication="on_setup",
        redirects=True,
    ),
    _card("4000002760003184", "visa credit DE", "authenticationRequired", authentication="always"),
    _card(
        "4000003800000446",
        "visa credit IT",
        "authenticationRequiredSetupForOffSession",
        authentication="already_set_up",
    ),
    _card(
        "4000008260003178",
        "visa credit GB",
        "authenticationRequiredChargeDeclinedInsufficientFunds",
        authentication="on_session",
        decline="insufficient_funds",
    ),
    _card("4000000000003220", "visa credit IE", "threeDSecure2Required", authentication="always"),
    _card("4000008400000027", authentication="always"),
    # Recorded off session: card_declined with generic_decline, not authentication_required.
    _card(
        "4000000000003063", both="threeDSecureRequired", authentication="always_else_generic", redirects=True
    ),
    _card(
        "4000008400001629",
        both="threeDSecureRequiredChargeDeclined",
        authentication="always",
        decline="generic_decline",
    ),
    _card("4000008400001280", both="threeDSecureRequiredProcessingError", authentication="lookup_fails"),
    _card("4000000000003055", both="threeDSecureOptional", authentication="optional"),
    _card("4000000000003097", both="threeDSecureOptionalProcessingError", authentication="optional_fails"),
    _card("4000000032200000", authentication="frictionless"),
    _card("4000582600000094", "visa debit GB", authentication="always"),
    _card("4000582600000045", "visa debit GB", authentication="always"),
    _card("4000582600000102", "visa debit GB", authentication="always"),
    _card("4000582600000110", "visa debit GB", authentication="always"),
    _card("4000003560000123", "visa credit IN", authentication="mandate"),
    _card("4000003560000263", "visa credit IN", authentication="mandate_canceled"),
    # In person.
    _card("4001007020000002", "visa credit SG", "offline_pin_cvm", pin="offline"),
    _card("4000008260000075", "visa credit GB", "offline_pin_sca_retry", pin="offline_retry"),
    _card("4001000360000005", "visa credit AU", "online_pin_cvm", pin="online"),
    _card("4000002760000008", "visa credit DE", "online_pin_sca_retry", pin="online_retry"),
    _card("4506445006931933", "interac debit CA", presented=True),
    _card("6280000360000978", "eftpos_au debit AU", presented=True),
    # Debit cards of other countries.
    *(
        _card(number, f"{brand} debit {country}", tok=name.format(country.lower()), payout=payout)
        for country, numbers in NUMBERS.items()
        for number, (brand, name, payout) in zip(numbers.split(), KINDS, strict=True)
    ),
)


@cache
def _by_key() -> dict[str, TestCard]:
    return {card.key: card for card in CARDS}


@cache
def _by_name() -> dict[str, TestCard]:
    return {name: card for card in CARDS for name in card.tokens + card.methods}


def by_number(number: str) -> TestCard | None:
    """The test card of this number, digits alone; None for a number that was never published, or that is of
    no use but to a reader.
    """
    found = _by_key().get(number)
    return None if found is not None and found.presented else found


def by_presented(number: str) -> TestCard | None:
    """The test card that is held to a reader; None for a number that was never published."""
    return _by_key().get(number)


def by_key(key: str) -> TestCard:
    """The card that a record was made from. A key that is unknown was never stored by us."""
    return _by_key()[key]


def by_token(token: str) -> TestCard | None:
    """The card behind a published token such as tok_visa."""
    return _by_name().get(token) if token.startswith("tok_") else None


def by_method(method: str) -> TestCard | None:
    """The card behind a published method such as pm_card_visa."""
    return _by_name().get(method) if method.startswith("pm_card_") else None

"""A valid parameter has an effect, or is refused by name: it is never accepted and ignored.

What counts is where its value goes (tests/laws/flow.py), not that its word stands somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from pinstripe import products
from pinstripe.api import versions
from pinstripe.api.table import NEWEST, OLDEST, Node, Operation, Table
from pinstripe.kernel import generate, payer
from pinstripe.kernel.operation import HANDLERS, Handler
from pinstripe.kernel.resource import REGISTRY
from pinstripe.products.acceptance.payment_method_configuration import names
from tests.laws.code import package, planted, text_of
from tests.laws.flow import Flow
from tests.laws.values import Path, Use

products.register()

EVERYWHERE = frozenset({"expand"})
"""Read at the edge for all operations."""

TOLD_OF_ACCOUNTS = "contact_email contact_phone display_name identity"
TOLD_OF_PERSONS = (
    "additional_addresses additional_names additional_terms_of_service address date_of_birth documents email "
    "given_name id_numbers legal_gender metadata nationalities phone political_exposure relationship "
    "script_addresses script_names surname"
)
REASONS: dict[tuple[str, str], str] = {
    **{
        (name, path): "it is kept whole until the token is used"
        for name, paths in (
            ("POST /v2/core/account_tokens", TOLD_OF_ACCOUNTS),
            ("POST /v2/core/accounts/{account_id}/person_tokens", TOLD_OF_PERSONS),
        )
        for path in paths.split()
    },
    **{
        (
            "POST /v1/stripecli/sessions",
            f"forward_{word}to_url",
        ): "where it forwards to is the program's own matter"
        for word in ("", "connect_", "thin_", "thin_connect_")
    },
    **{
        ("GET /v1/credit_notes/preview/lines", path): "no line of a credit note says it"
        for path in ("effective_at", "memo", "metadata", "reason")
    },
    **{
        (f"GET /v1/credit_notes/preview{one}", "email_type"): "what is only thought of is sent to nobody"
        for one in ("", "/lines")
    },
    **{
        (f"POST /v2/core/accounts{one}", path): "it is kept whole with all that only this version knows"
        for one in ("", "/{id}")
        for path in ("contact_phone", "defaults.locales")
    },
    **{
        ("POST /v1/sources", f"{kind}.{field}"): "the kind of its name reads it, as a payment method's"
        for kind, fields in (
            ("acss_debit", "account_number institution_number transit_number"),
            ("au_becs_debit", "account_number bsb_number"),
            ("sepa_debit", "iban"),
        )
        for field in fields.split()
    },
    ("POST /v1/sources/{source}/verify", "values"): "no type that can be made has right ones",
    ("POST /v1/test_helpers/capital/financing_offers", "status"): "it names the steps that lead there",
    (
        "POST /v1/test_helpers/capital/financing_offers/{financing_offer}/refill",
        "status",
    ): "it names the steps that lead there",
    **{
        (f"POST /v1/payment_method_configurations{one}", kind): "each kind is read by its name, as all are"
        for one in ("", "/{configuration}")
        for kind in names()
    },
    **{
        (f"POST /v1/payment_records/{one}", f"{outcome}.{outcome}_at"): "it is read by the outcome's name"
        for one in ("report_payment", "{id}/report_payment_attempt")
        for outcome in ("canceled", "failed", "guaranteed")
    },
}
"""Parameters whose effect no value carries, by (operation, path), each with its reason."""


@cache
def flow() -> Flow:
    """One reading for all operations, so that what they share is read once."""
    return Flow()


def spoken(name: str) -> Iterator[Operation]:
    """An operation as the newest version has it, and as the oldest has it."""
    for table in (Table.load(NEWEST), versions.table(versions.resolve(OLDEST))):
        if name in set(table.operations()):
            yield table.operation(name)


def inner(node: Node) -> dict[str, Node]:
    """The properties of a hash, of a list's items, of the alternatives together."""
    if node["t"] == "list":
        return inner(node["items"])
    if node["t"] == "any":
        return {name: one for option in node["of"] for name, one in inner(option).items()}
    props: dict[str, Node] = node.get("props", {})
    return props


def accepted(name: str) -> Iterator[tuple[Path, Node]]:
    """Every parameter of an operation, and those within it, in the newest version or in the oldest.

    A flat one of an older version stands where it is gathered.
    """
    for operation in spoken(name):
        for sent, node in operation.params["props"].items():
            path = gathered(name, sent)
            if node is not None:
                yield path, node
                yield from (((*path, below), one) for below, one in inner(node).items())


@cache
def newest(name: str) -> frozenset[Path]:
    """The parameters that the newest version has: no version module lifts them."""
    table = Table.load(NEWEST)
    if name not in set(table.operations()) or table.operation(name).overlay:
        return frozenset()  # a route of older versions alone
    props = table.operation(name).params["props"].items()
    return frozenset(
        path for sent, node in props for path in ((sent,), *((sent, one) for one in inner(node)))
    )


def lifted(name: str) -> frozenset[str]:
    """Words of the version modules that lift requests of this operation: they read what they lift."""
    found: set[str] = set()
    for change in versions.CHANGES:
        if hasattr(change, "request") and name in change.OPERATIONS:
            found |= words_of(change.__name__)
    return frozenset(found)


def gathered(name: str, param: str) -> Path:
    """Where a parameter stands when the function sees it; flat ones of an older version are gathered."""
    for change in versions.CHANGES:
        flat = getattr(change, "FLAT", "")
        if flat and name in change.OPERATIONS and param.startswith(flat) and param != f"{flat}details":
            return f"{flat}details", param.removeprefix(flat)
    return (param,)


def words_of(module: str) -> set[str]:
    """Every text constant of a module."""
    import ast

    tree = next(one.tree for one in package() if one.name == module)
    return {text_of(node) or "" for node in ast.walk(tree)}


def says_something(node: Node) -> bool:
    """Can the parameter say more than one thing?"""
    return len(node.get("enum", ("", ""))) > 1


def used(path: Path, uses: frozenset[Use], node: Node) -> bool:
    """Is there an effect of a parameter, of one within it, or of the whole hash that it stands in?"""
    here = any(use.path[: len(path)] == path for use in uses)
    around = any(use.whole and use.path and use.path == path[: len(use.path)] for use in uses)
    return here or around or not says_something(node)


def selected(path: Path, uses: frozenset[Use], around: Node) -> bool:
    """Is it a form that the `type` beside it selects?"""
    forms = inner(around).get("type", {}).get("enum", ())
    return path[-1] in forms and any(use.path == (*path[:-1], "type") for use in uses)


def ignored(handler: Handler, read: Flow | None = None) -> Iterator[str]:
    """Parameters that are accepted, and neither used nor refused."""
    uses = (read or flow()).handler(handler)
    words, known = lifted(handler.name), newest(handler.name)
    nodes = dict(accepted(handler.name))
    unused: set[Path] = set()
    for path, node in nodes.items():
        where = ".".join(path)
        if where in handler.missing or path[0] in handler.missing or path[0] in EVERYWHERE:
            continue
        lifts = path not in known and path[-1] in words
        around = nodes.get(path[:-1], {"t": "hash"})
        excused = (handler.name, where) in REASONS or path[:-1] in unused
        if excused:
            unused.add(path)  # a reason for a hash is one for all that is in it
        meant = customer_of(path)  # before the function runs, an account gives way to the customer behind it
        is_used = used(meant, uses, nodes.get(meant, node))
        if not (lifts or excused or is_used or selected(meant, uses, around)):
            unused.add(path)
            yield path[0] + "".join(f"[{one}]" for one in path[1:])


def customer_of(path: Path) -> Path:
    """The parameter that one which names a customer's account becomes."""
    head, last = path[0], path[-1]
    if last not in payer.NAMES or len(path) > 1 and head not in payer.HASHES:
        return path
    return (*path[:-1], last.removesuffix("_account"))


def problems(handlers: Iterable[Handler]) -> list[str]:
    """Every operation with the parameters that it ignores."""
    found = []
    for handler in sorted(handlers, key=lambda one: one.name):
        params = list(dict.fromkeys(ignored(handler)))
        if params:
            found.append(f"{handler.name}: {' '.join(params)}")
    return found


def strange(handlers: Iterable[Handler]) -> list[str]:
    """Parameters that are declared as missing and that the operation does not have."""
    found = []
    handlers = list(handlers)
    for handler in handlers:
        # Operations of one resource share their lists, so it is enough that one of them has the parameter.
        kin = [one.name for one in handlers if one.resource is handler.resource]
        known = [operation for name in kin for operation in spoken(name)]
        for path in sorted(handler.missing):
            if not any(has(operation.params, path.split(".")) for operation in known):
                found.append(
                    f"{handler.name}: no operation of its resource has {path}, which it calls missing"
                )
    return found


def has(node: Node, path: list[str]) -> bool:
    """Is there a parameter at this path?"""
    props = inner(node)
    return path[0] in props and (len(path) == 1 or has(props[path[0]], path[1:]))


def test_no_valid_parameter_is_ignored() -> None:
    assert problems(HANDLERS.values()) == []


def test_every_reason_is_needed() -> None:
    needed = set()
    for name, path in REASONS:
        uses, nodes = flow().handler(HANDLERS[name]), dict(accepted(name))
        steps = tuple(path.split("."))
        if not used(steps, uses, nodes[steps]):
            needed.add((name, path))
    assert sorted(REASONS.keys() - needed) == []


def test_missing_parameters_are_parameters() -> None:
    assert strange(HANDLERS.values()) == []


HEAD = (
    "from pinstripe.api import errors\n"
    "from pinstripe.api.params import Params\n"
    "from pinstripe.kernel.generate import show_records, stored, updates\n"
    "from pinstripe.kernel.resource import REGISTRY\n"
    "CUSTOMER = REGISTRY['customer']\n"
    "KEPT = frozenset(('email', 'name', 'phone'))\n"
    "UNBUILT = {'coupon': 'a word that stands elsewhere'}\n"
)


def dropped(text: str, name: str = "POST /v1/customers", missing: str = "") -> set[str]:
    """What a planted `create` ignores."""
    space: dict[str, Any] = {"__name__": f"pinstripe.products.planted_{abs(hash(text))}"}
    exec(HEAD + text, space)
    read = Flow()
    read.add(planted(HEAD + text, space["__name__"]))
    resource, words = REGISTRY["customer"], frozenset(missing.split())
    return set(ignored(Handler(name, resource, space["create"], "create", "", "customer", words), read))


IGNORED: dict[str, str] = {
    "never read, its word elsewhere": "other = work.load('x', 'y'); work.note(other, coupon=other.coupon)",
    "read and dropped": "params.get('coupon')",
    "an attribute, read and dropped": "params.coupon",
    "assigned and unused": "coupon = params.get('coupon')",
    "converted and unused": "coupon = str(params['coupon']).lower()",
    "compared and unused": "known = params.get('coupon') == 'x' or 'coupon' in params",
    "picked and unused": "words = dict(params.pick('coupon', 'name'))",
    "put into a hash that is not kept": "facts = {**params.pick('coupon')}; facts['coupon'] = params.coupon",
    "dropped by a helper": "_note(work, params.get('coupon'))",
    "a helper that reads another": "_kept(work, params, 'name')",
    "given back by a helper and unused": "coupon = _same(params)",
    "a test that does nothing": "if params.get('coupon'): pass",
    "a loop over other names": "for name in KEPT: work.note(params.get(name))",
    "a look at all names": "_strangers(params)",
    "read of another hash": "address = params.get('address') or Params(); work.note(address.get('coupon'))",
}
"""Bodies of a handler that ignore `coupon`."""

USED: dict[str, str] = {
    "written": "work.create(CUSTOMER, coupon=params.get('coupon'))",
    "on one of two routes": "if work.now: return work.peek('x')\n    work.note(work.now, c=params.coupon)",
    "a branch that raises": "if 'coupon' in params: raise errors.missing_param('x')",
    "a branch that selects": "work.note(work, 1 if params.get('coupon') else 2)",
    "words of a refusal": "raise errors.invalid(f'no {params.coupon}')",
    "answered": "return {'x': params['coupon']}",
    "by a helper": "_kept(work, params, 'coupon')",
    "by a helper, of a copy": "_kept(work, Params({**params, 'name': 'x'}), 'coupon')",
    "given back by a helper": "work.note(_same(params))",
    "in a loop over names": "for name in ('name', 'coupon'): work.note(params.get(name))",
    "in a hash made for names": "work.note(**{n: params[n] for n in UNBUILT.keys() & params.keys()})",
    "by a set of names": "if params.keys() & {'name', 'coupon'}: raise errors.missing_param('x')",
    "through a list": "found = []; found.append(params.get('coupon')); work.note(found[0])",
    "through a function within": "work.note(lambda: params.coupon)",
    "matched": "match params.get('coupon'):\n        case 'x': work.note(1)",
}
"""Bodies of a handler that use `coupon`."""

HELPERS = (
    "def _note(work, coupon, name=''):\n    return None\n"
    "def _same(params):\n    return params.get('coupon')\n"
    "def _strangers(params):\n    for name in params:\n        if name not in UNBUILT: raise KeyError(name)\n"
    "def _kept(work, params, name):\n    work.note(work.now, params.get(name))\n"
)


def body(text: str) -> str:
    """A whole planted handler with its helpers."""
    return f"{HELPERS}def create(work, params):\n    {text}\n"


@pytest.mark.parametrize("text", IGNORED.values(), ids=IGNORED.keys())
def test_an_ignored_parameter_is_caught(text: str) -> None:
    assert "coupon" in dropped(body(text))


@pytest.mark.parametrize("text", USED.values(), ids=USED.keys())
def test_a_used_parameter_is_left_alone(text: str) -> None:
    found = dropped(body(text))
    assert "coupon" not in found
    assert "email" in found


def test_what_is_stored_is_used_but_for_what_is_left_out() -> None:
    found = dropped(body("work.create(CUSTOMER, **stored(CUSTOMER, params, frozenset(('email', 'phone'))))"))
    assert {"email", "phone", "coupon"} <= found
    assert not {"name", "metadata", "shipping", "address[city]"} & found
    assert "name" in dropped(body("fields = stored(CUSTOMER, params)"))


def test_a_parameter_within_another_is_followed() -> None:
    text = "shipping = params.get('shipping')\n    if shipping: work.note(shipping.name)"
    found = dropped(body(text))
    assert "shipping[phone]" in found
    assert not {"shipping", "shipping[name]"} & found


def test_a_missing_parameter_is_not_ignored() -> None:
    assert {"coupon", "email"} - dropped(body("return None"), missing="coupon") == {"coupon"}


def test_an_account_is_used_where_its_customer_is() -> None:
    name = "POST /v1/promotion_codes"
    assert "customer_account" in dropped(body("return None"), name)
    text = "customer = params.get('customer')\n    if customer: work.note(customer)"
    assert not {"customer", "customer_account"} & dropped(body(text), name)


def test_a_parameter_that_is_read_and_dropped_beside_the_rest_is_caught() -> None:
    text = (
        f"from {HANDLERS['POST /v1/topups'].function.__module__} import create as topup\n"
        "def create(work, params):\n    params.get('payout_method')\n    return topup(work, params)\n"
    )
    found = dropped(text, "POST /v1/payouts")
    assert "payout_method" in found
    assert not {"amount", "currency", "metadata"} & found


def test_generated_operations_are_read_like_the_others() -> None:
    resource = REGISTRY["customer"]
    for name, found in (
        ("GET /v1/customers", []),
        ("GET /v1/prices", ["active", "currency", "lookup_keys", "product", "recurring", "type"]),
    ):
        lister = Handler(
            name, resource, generate._lister(resource), "list", "", "customer", frozenset(), True
        )
        assert [one for one in ignored(lister) if "[" not in one] == found
    maker = generate._maker(resource)
    handler = Handler("POST /v1/customers", resource, maker, "create", "", "customer", frozenset(), True)
    assert {"coupon", "source"} <= set(ignored(handler))
    assert not {"email", "name", "metadata"} & set(ignored(handler))


def test_a_misspelt_missing_parameter_is_caught() -> None:
    handler = Handler(
        "POST /v1/customers",
        REGISTRY["customer"],
        SimpleNamespace,
        "create",
        "",
        "customer",
        frozenset({"coupn", "tax.validate_location"}),
    )
    assert strange([handler]) == [
        "POST /v1/customers: no operation of its resource has coupn, which it calls missing"
    ]

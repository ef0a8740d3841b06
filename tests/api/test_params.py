"""From pairs, JSON and files to exact values: forms of keys, kinds of values, which refusal comes first."""

from __future__ import annotations

import itertools
import json
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinstripe.api import forms
from pinstripe.api.errors import ApiError
from pinstripe.api.multipart import File
from pinstripe.api.params import Params, decode, decode_json
from pinstripe.api.table import NEWEST, Operation, Table

TEXT: dict[str, Any] = {"t": "str"}
RANGE = {
    "t": "any",
    "of": [{"t": "hash", "props": {"gt": {"t": "int"}, "lte": {"t": "int"}}}, {"t": "int"}],
}
ITEM = {
    "t": "hash",
    "props": {
        "price": {"t": "str", "max": 5000},
        "quantity": {"t": "int"},
        "tags": {"t": "list", "items": TEXT},
        "price_data": {
            "t": "hash",
            "props": {"currency": {"t": "str", "req": True}, "amount": {"t": "int"}},
        },
    },
}
PROPS: dict[str, Any] = {
    "name": {"t": "str", "max": 10},
    "email": {"t": "str", "clear": True},
    "amount": {"t": "int", "min": 1},
    "active": {"t": "bool"},
    "percent": {"t": "num", "clear": True},
    "unit_amount_decimal": {"t": "str", "fmt": "decimal"},
    "currency": {"t": "str", "fmt": "currency"},
    "tax_exempt": {"t": "str", "clear": True, "enum": ["exempt", "none", "reverse"]},
    "created": RANGE,
    "trial_end": {"t": "any", "of": [{"t": "str", "enum": ["now"]}, {"t": "int", "fmt": "unix-time"}]},
    "cancel_at": {
        "t": "any",
        "clear": True,
        "of": [{"t": "int"}, {"t": "str", "enum": ["min_period_end", "max_period_end"]}],
    },
    "off_session": {"t": "any", "of": [{"t": "bool"}, {"t": "str", "enum": ["one_off", "recurring"]}]},
    "card": {"t": "any", "of": [{"t": "hash", "props": {"number": TEXT}}, {"t": "str"}]},
    "shipping": {
        "t": "hash",
        "clear": True,
        "props": {
            "name": {"t": "str", "req": True},
            "address": {"t": "hash", "props": {"line1": TEXT, "line2": TEXT, "postal_code": TEXT}},
        },
    },
    "items": {"t": "list", "items": ITEM},
    "expand": {"t": "list", "items": TEXT},
    "aliases": {"t": "list", "clear": True, "items": TEXT},
    "metadata": {"t": "map", "clear": True, "values": TEXT},
    "payload": {"t": "map", "values": TEXT},
    "currency_options": {
        "t": "map",
        "values": {"t": "hash", "props": {"unit_amount": {"t": "int", "req": True}}},
    },
    "anything": {"t": "any_json"},
    "document": {"t": "file"},
}
_ids = itertools.count()


def make(props: dict[str, Any], path: str = "/v1/things", encoding: str = "form") -> Operation:
    node = {"t": "hash", "props": props}
    return Operation(f"POST {path}", f"Post{next(_ids)}", "POST", path, (), node, encoding, {"ref": "thing"})


THING = make(PROPS)
V2 = make(PROPS, "/v2/things", "json")


def read(query: str, operation: Operation = THING) -> Params:
    return decode(operation, forms.parse(query.encode()))


def refused(query: str, operation: Operation = THING) -> tuple[str, str | None]:
    with pytest.raises(ApiError) as caught:
        read(query, operation)
    assert not caught.value.executed
    return caught.value.message, caught.value.param


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {}),
        ("name=Jenny&amount=5&active=TRUE", {"name": "Jenny", "amount": 5, "active": True}),
        ("active=0", {"active": False}),
        ("name=12345", {"name": "12345"}),
        ("name=a&name=b", {"name": "b"}),
        ("email=&percent=", {"email": None, "percent": None}),
        ("percent=15", {"percent": 15.0}),
        ("percent=4.25", {"percent": 4.25}),
        ("unit_amount_decimal=0010.500", {"unit_amount_decimal": "10.5"}),
        ("unit_amount_decimal=-.50", {"unit_amount_decimal": "-0.5"}),
        ("unit_amount_decimal=-0.0", {"unit_amount_decimal": "0"}),
        ("currency=USD", {"currency": "usd"}),
        ("tax_exempt=reverse", {"tax_exempt": "reverse"}),
        ("tax_exempt=", {"tax_exempt": None}),
        ("created=5", {"created": 5}),
        ("created[gt]=5&created[lte]=9", {"created": {"gt": 5, "lte": 9}}),
        ("trial_end=now&cancel_at=1700000000", {"trial_end": "now", "cancel_at": 1700000000}),
        ("trial_end=7&cancel_at=", {"trial_end": 7, "cancel_at": None}),
        ("off_session=true", {"off_session": True}),
        ("off_session=one_off", {"off_session": "one_off"}),
        ("card=tok_visa", {"card": "tok_visa"}),
        ("card[number]=4242", {"card": {"number": "4242"}}),
        ("shipping=", {"shipping": None}),
        (
            "shipping[name]=J&shipping[address][line1]=x&shipping[address][line2]=",
            {"shipping": {"name": "J", "address": {"line1": "x", "line2": ""}}},
        ),
        ("expand[]=a&expand[]=b", {"expand": ["a", "b"]}),
        ("expand[0]=a&expand[1]=b", {"expand": ["a", "b"]}),
        ("expand[9999]=z&expand[5]=a&expand[7]=b", {"expand": ["a", "b", "z"]}),
        ("aliases[0]=", {"aliases": []}),
        ("aliases=", {"aliases": None}),
        (
            "items[0][price]=p&items[0][quantity]=2&items[1][price]=q",
            {"items": [{"price": "p", "quantity": 2}, {"price": "q"}]},
        ),
        (
            "items[][price]=p&items[][quantity]=2&items[][price]=q&items[][quantity]=3",
            {"items": [{"price": "p", "quantity": 2}, {"price": "q", "quantity": 3}]},
        ),
        (
            "items[][price]=p&items[][tags][]=a&items[][tags][]=b&items[][price]=q",
            {"items": [{"price": "p", "tags": ["a", "b"]}, {"price": "q"}]},
        ),
        ("metadata[a]=1&metadata[b]=", {"metadata": {"a": "1", "b": None}}),
        ("metadata=", {"metadata": None}),
        ("payload[value]=&payload[x y]=1", {"payload": {"value": "", "x y": "1"}}),
        ("currency_options[eur][unit_amount]=5", {"currency_options": {"eur": {"unit_amount": 5}}}),
        ("anything[a][b]=1&anything[c]=2", {"anything": {"a": {"b": "1"}, "c": "2"}}),
        ("anything=x", {"anything": "x"}),
    ],
)
def test_forms_of_keys_and_kinds_of_values(query: str, expected: dict[str, Any]) -> None:
    assert read(query) == expected


def test_nested_hashes_are_params_and_read_as_attributes() -> None:
    params = read("shipping[name]=J&items[0][price]=p&name=x")
    assert params.shipping.name == "J" and params["items"][0].price == "p"
    assert params.pick("name", "email") == {"name": "x"}
    with pytest.raises(AttributeError):
        _ = params.email


@pytest.mark.parametrize(
    ("query", "message", "param"),
    [
        ("wat=1", "Received unknown parameter: wat", "wat"),
        ("shipping[nope]=1", "Received unknown parameter: shipping[nope]", "shipping[nope]"),
        ("items[1][plans]=1", "Received unknown parameter: items[1][plans]", "items[1][plans]"),
        ("x=1&name=ok&y[a]=2&y[b]=3", "Received unknown parameters: x, y", "x"),
        ("ammount=1", "Received unknown parameter: ammount. Did you mean amount?", "ammount"),
        ("emial=1", "Received unknown parameter: emial. Did you mean email?", "emial"),
        ("a[b=1", "Received unknown parameter: a[b", "a[b"),
        ("name[=1", "Received unknown parameter: name[. Did you mean name?", "name["),
        ("=1", "Received unknown parameter: ", ""),
        ("amount=abc", "Invalid integer: abc", "amount"),
        ("amount=12.5", "Invalid integer: 12.5", "amount"),
        ("amount=1_000", "Invalid integer: 1_000", "amount"),
        ("amount=99999999999999999999", "Invalid integer: 99999999999999999999", "amount"),
        ("amount=0", "This value must be greater than or equal to 1.", "amount"),
        ("items[0][quantity]=x", "Invalid integer: x", "items[0][quantity]"),
        ("created=abc", "Invalid integer: abc", "created"),
        ("created[gt]=abc", "Invalid integer: abc", "created[gt]"),
        ("trial_end=soon", "Invalid integer: soon", "trial_end"),
        ("off_session=x", "Invalid boolean: x", "off_session"),
        ("active=yes", "Invalid boolean: yes", "active"),
        ("percent=ten", "Invalid number: ten", "percent"),
        ("percent=1e5", "Invalid number: 1e5", "percent"),
        (
            "unit_amount_decimal=0.1234567890123",
            "Invalid decimal: 0.1234567890123; must be at most 12 decimal places",
            "unit_amount_decimal",
        ),
        ("tax_exempt=x", "Invalid tax_exempt: must be one of none, reverse, or exempt", "tax_exempt"),
        ("name[0]=wrong&name[1]=type", 'Invalid string: {"0":"wrong","1":"type"}', "name"),
        ("name[]=wrong&name[]=type", 'Invalid string: {"0":"wrong","1":"type"}', "name"),
        ("amount[a][b]=1", 'Invalid integer: {"a":{"b":"1"}}', "amount"),
        ("metadata[a][b]=1", 'Invalid string: {"b":"1"}', "metadata[a]"),
        ("items=x", "Invalid array", "items"),
        ("items[price]=p", "Invalid array", "items"),
        ("items[10000][price]=p", "Invalid array", "items"),
        ("shipping=x", "Invalid object", "shipping"),
        ("metadata[]=x", "Invalid object", "metadata"),
        ("name=12345678901", "Invalid string: 12345678901; must be at most 10 characters", "name"),
        ("document=x", "Invalid file: must be uploaded as multipart/form-data", "document"),
        ("shipping[address][line1]=x", "Missing required param: shipping[name].", "shipping[name]"),
        (
            "items[0][price]=p&items[1][price_data][amount]=5",
            "Missing required param: items[1][price_data][currency].",
            "items[1][price_data][currency]",
        ),
    ],
)
def test_refusals(query: str, message: str, param: str) -> None:
    assert refused(query) == (message, param)


def test_empty_where_nothing_can_be_unset() -> None:
    message, param = refused("items[0][price]=")
    assert param == "items[0][price]"
    assert message == (
        "You passed an empty string for 'items[0][price]'. We assume empty values are an attempt to unset a "
        "parameter; however 'items[0][price]' cannot be unset. You should remove 'items[0][price]' from your "
        "request or supply a non-empty value."
    )
    for query in ("amount=", "active=", "items=", "currency=", "off_session=", "expand[]=", "card="):
        assert "cannot be unset" in refused(query)[0]


def test_blank_text_is_refused() -> None:
    assert refused("email=+++")[0].startswith("You passed a blank string for 'email'")


def test_long_text_is_shown_by_its_ends() -> None:
    message, _ = refused("email=" + "a" * 3000 + "b" * 3000)
    assert message == f"Invalid string: {'a' * 30}...{'b' * 30}; must be at most 5000 characters"


def test_which_refusal_comes_first() -> None:
    required = make({"currency": {"t": "str", "req": True}, "amount": {"t": "int", "req": True}, "a": TEXT})
    assert refused("amount=x&wat=1", required)[0] == "Received unknown parameter: wat"
    assert refused("amount=x", required)[0] == "Invalid integer: x"
    assert refused("a[b]=1&amount=x", required)[0] == 'Invalid string: {"b":"1"}'
    assert refused("amount=x&a[b]=1", required)[0] == "Invalid integer: x"
    assert refused("", required)[0] == "Missing required param: currency."
    assert refused("currency=usd", required)[0] == "Missing required param: amount."


def test_metadata_limits() -> None:
    many = "&".join(f"metadata[k{n}]=v" for n in range(51))
    assert refused(many) == ("Metadata can have up to 50 keys, but you passed in 51", "metadata")
    assert len(read(many.rpartition("&")[0]).metadata) == 50
    key = "k" * 41
    assert refused(f"metadata[{key}]=v")[0] == (
        "Metadata keys can have up to 40 characters, but you passed in a key that is 41 characters. "
        f"Invalid key: {key}"
    )
    value = "v" * 501
    assert refused(f"metadata[k]={value}")[0] == (
        "Metadata values can have up to 500 characters, but you passed in a value that is 501 characters. "
        f"Invalid value: {value}"
    )
    assert "square brackets" in refused("metadata[a[b]]=v")[0]
    assert read("metadata[k]=" + "v" * 500 + "&payload[" + "k" * 60 + "]=" + "v" * 6000)


def test_depth_is_limited() -> None:
    assert "nested more than" in refused("anything" + "[a]" * 40 + "=1")[0]


def test_files() -> None:
    file = File("document", "a.pdf", "application/pdf", b"%PDF")
    assert decode(THING, [("name", "x")], [file]) == {"name": "x", "document": file}
    for stranger in ("name", "wat"):
        with pytest.raises(ApiError):
            decode(THING, [], [File(stranger, "a", "b", b"")])


def test_customers_may_be_unnamed() -> None:
    create = Table.load(NEWEST).operation("POST /v1/customers")
    assert read("description=&name=&email=", create) == {"description": None, "name": None, "email": None}


def test_json_follows_the_same_rules() -> None:
    sent = {
        "name": "x",
        "amount": "5",
        "active": True,
        "email": None,
        "items": [{"price": "p", "quantity": 2}],
        "metadata": {"a": "1", "b": None},
        "anything": {"a": [1, {"b": None}]},
        "created": {"gt": 5},
    }
    assert decode_json(V2, orjson.dumps(sent)) == {**sent, "amount": 5}
    assert decode_json(V2, b"") == {}


@pytest.mark.parametrize(
    ("body", "message", "code", "param"),
    [
        (b"{", "Invalid request body: could not be parsed as JSON", "invalid_fields", None),
        (b"[]", "Invalid request body: must be a JSON object", "invalid_fields", None),
        (b'{"wat":1,"amount":"x"}', "Received unknown parameter: wat", "parameter_unknown", "wat"),
        (b'{"amount":1.5}', "Invalid integer: 1.5", "parameter_invalid_integer", "amount"),
        (b'{"items":{"a":1}}', "Invalid array", "invalid_fields", "items"),
        (b'{"items":"a"}', "Invalid array", "invalid_fields", "items"),
        (b'{"shipping":[1]}', "Invalid object", "invalid_fields", "shipping"),
        (b'{"name":["a"]}', 'Invalid string: {"0":"a"}', "invalid_fields", "name"),
        (b'{"active":{"a":1}}', 'Invalid boolean: {"a":1}', "invalid_fields", "active"),
        (b'{"email":"a\\u0000"}', "Invalid string: contains a null byte", "invalid_fields", "email"),
        (
            b'{"shipping":{}}',
            "Missing required param: shipping[name].",
            "parameter_missing",
            "shipping[name]",
        ),
    ],
)
def test_json_refusals(body: bytes, message: str, code: str, param: str | None) -> None:
    with pytest.raises(ApiError) as caught:
        decode_json(V2, body)
    error = caught.value
    assert (error.message, error.code, error.param, error.executed) == (message, code, param, False)


def test_v2_queries_have_codes_too() -> None:
    assert read("expand[0]=a", V2) == {"expand": ["a"]}
    with pytest.raises(ApiError) as caught:
        read("expand=a", V2)
    assert caught.value.code == "invalid_fields"


KEY = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=8)
WORD = st.text(st.characters(exclude_categories=("Cs", "Z", "Cc")), min_size=1, max_size=10)
GENERATED = st.fixed_dictionaries(
    {},
    optional={
        "name": WORD,
        "amount": st.integers(1, 10**12 - 1),
        "active": st.booleans(),
        "created": st.integers(0, 2**31) | st.fixed_dictionaries({"gt": st.integers(-9, 9)}),
        "shipping": st.fixed_dictionaries({"name": WORD}, optional={"address": st.just({"line1": "x"})}),
        "items": st.lists(
            st.fixed_dictionaries({"price": WORD}, optional={"tags": st.lists(WORD, min_size=1)}),
            min_size=1,
            max_size=4,
        ),
        "expand": st.lists(WORD, min_size=1),
        "metadata": st.dictionaries(KEY, WORD, min_size=1, max_size=50),
        "currency_options": st.dictionaries(KEY, st.just({"unit_amount": 5}), min_size=1),
    },
)


def flattened(value: Any, path: str = "") -> list[tuple[str, str]]:
    """As the official SDKs send it."""
    if isinstance(value, dict):
        nested = [flattened(inner, f"{path}[{key}]" if path else key) for key, inner in value.items()]
        return list(itertools.chain(*nested))
    if isinstance(value, list):
        return list(itertools.chain(*(flattened(v, f"{path}[{index}]") for index, v in enumerate(value))))
    return [(path, str(value).lower() if isinstance(value, bool) else str(value))]


@given(GENERATED)
def test_what_was_sent_is_what_is_read(sent: dict[str, Any]) -> None:
    assert decode(THING, flattened(sent)) == sent
    assert decode_json(V2, orjson.dumps(sent)) == sent


PART = st.sampled_from(["", "0", "1", "a", "name", "price", "gt", "address", "line1", "²", "99999", "]", "["])
NOISY_KEY = st.builds(
    lambda head, parts: head + "".join(f"[{part}]" for part in parts),
    st.sampled_from([*PROPS, "wat", ""]),
    st.lists(PART, max_size=4),
) | st.text(max_size=12)
NOISE = st.sampled_from(["", "1", "x", "-", "now", "true", " ", "1.5", "²", "-9"]) | st.text(max_size=8)


@settings(max_examples=300)
@given(st.lists(st.tuples(NOISY_KEY, NOISE), max_size=8))
def test_nothing_but_refusals_is_raised(pairs: list[tuple[str, str]]) -> None:
    try:
        params = decode(THING, pairs)
    except ApiError as refusal:
        assert refusal.status == 400 and refusal.message and not refusal.executed
    else:
        assert set(params) <= set(PROPS)
        orjson.dumps(params)


SCALAR = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False)
TREE = st.recursive(SCALAR, lambda inner: st.lists(inner) | st.dictionaries(KEY, inner), max_leaves=6)


@settings(max_examples=50)
@given(TREE)
def test_no_json_value_breaks_the_decoder(value: Any) -> None:
    for name in PROPS:
        try:
            decode_json(V2, json.dumps({name: value}).encode())
        except ApiError as refusal:
            assert refusal.code and refusal.status == 400


def test_every_operation_compiles() -> None:
    table = Table.load(NEWEST)
    for name in table.operations():
        with pytest.raises(ApiError, match="Received unknown parameter"):
            decode(table.operation(name), [("no_such_thing", "1")])


def test_a_place_that_was_found_once_keeps_its_rules() -> None:
    """The second request of a kind takes the short way; its refusals and limits are those of the first."""
    operation = Table.load(NEWEST).operation("POST /v1/customers")
    first = decode(operation, [("metadata[a]", "1"), ("address[city]", "Rome"), ("metadata[b]", "")])
    again = decode(operation, [("metadata[a]", "1"), ("address[city]", "Rome"), ("metadata[b]", "")])
    assert first == again == {"metadata": {"a": "1", "b": None}, "address": {"city": "Rome"}}
    with pytest.raises(ApiError) as refused:
        decode(operation, [("metadata[a]", "x" * 501)])
    assert "up to 500 characters" in refused.value.message
    many = [(f"metadata[k{number}]", "v") for number in range(51)]
    for _ in range(2):
        with pytest.raises(ApiError) as refused:
            decode(operation, many)
        assert "up to 50 keys" in refused.value.message
    assert len(decode(operation, [*many[:50], ("metadata[k0]", "w")])["metadata"]) == 50

"""Payment links: one that takes a payment."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

PATH = "/v1/payment_links"
ONE = f"{PATH}/{{payment_link}}"


def build(made: Builder) -> None:
    """A link with one thing on it."""
    price = made.post("/v1/prices", currency="usd", unit_amount=700, product_data={"name": "Mug"}).id
    made.name("price of a link", price)
    made.post(PATH, line_items=[{"price": price, "quantity": 2}])


def bases(pool: Pool) -> Bases:
    """Calls of payment links that succeed."""
    link, price = pool["payment_link"][0], pool["price of a link"][0]
    return {
        f"POST {PATH}": [{"line_items": [{"price": price, "quantity": 1}]}],
        f"POST {ONE}": [{"{payment_link}": link, "active": False}],
        f"GET {ONE}": [{"{payment_link}": link}],
        f"GET {ONE}/line_items": [{"{payment_link}": link}],
    }

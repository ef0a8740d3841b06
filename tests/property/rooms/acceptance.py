"""A configuration and domains."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

CONFIGURATIONS = "/v1/payment_method_configurations"
DOMAINS = "/v1/payment_method_domains"
DIFFERS = {
    (f"POST {DOMAINS}", "domain_name"): "a domain is written in small letters",
    ("POST /v1/apple_pay/domains", "domain_name"): "a domain is written in small letters",
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """One of each."""
    made.post(CONFIGURATIONS, name="Shop")
    made.post(DOMAINS, domain_name="shop.example.com")
    made.post("/v1/apple_pay/domains", domain_name="shop.example.com")


def bases(pool: Pool) -> Bases:
    """Calls of configurations and domains that succeed."""
    configuration, domain = pool["payment_method_configuration"][0], pool["payment_method_domain"][0]
    apple = pool["apple_pay_domain"][0]
    one = DOMAINS + "/{payment_method_domain}"
    return {
        f"POST {CONFIGURATIONS}": [{"name": "Other"}],
        f"POST {CONFIGURATIONS}/{{configuration}}": [{"{configuration}": configuration}],
        f"GET {CONFIGURATIONS}/{{configuration}}": [{"{configuration}": configuration}],
        f"POST {DOMAINS}": [{"domain_name": "other.example.com"}],
        f"POST {one}": [{"{payment_method_domain}": domain, "enabled": False}],
        f"GET {one}": [{"{payment_method_domain}": domain}],
        f"POST {one}/validate": [{"{payment_method_domain}": domain}],
        "POST /v1/apple_pay/domains": [{"domain_name": "other.example.com"}],
        "GET /v1/apple_pay/domains/{domain}": [{"{domain}": apple}],
        "DELETE /v1/apple_pay/domains/{domain}": [{"{domain}": apple}],
    }

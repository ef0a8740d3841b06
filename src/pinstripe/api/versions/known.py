"""Which API versions there are, and which of them a caller asks for.

Owns: the list of names, their order, reading the `Stripe-Version` header. Does not own: what differs between
versions (the modules named by date). Money: none.
source: docs: API versions; sdk
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from pinstripe.api.errors import beta_not_permitted, invalid_version, version_not_spoken
from pinstripe.api.table import NEWEST, OLDEST

# Every name that a webhook endpoint may be pinned to, oldest first.
KNOWN: Final[tuple[str, ...]] = tuple(
    """
    2011-01-01 2011-06-21 2011-06-28 2011-08-01 2011-09-15 2011-11-17 2012-02-23 2012-03-25 2012-06-18
    2012-06-28 2012-07-09 2012-09-24 2012-10-26 2012-11-07 2013-02-11 2013-02-13 2013-07-05 2013-08-12
    2013-08-13 2013-10-29 2013-12-03 2014-01-31 2014-03-13 2014-03-28 2014-05-19 2014-06-13 2014-06-17
    2014-07-22 2014-07-26 2014-08-04 2014-08-20 2014-09-08 2014-10-07 2014-11-05 2014-11-20 2014-12-08
    2014-12-17 2014-12-22 2015-01-11 2015-01-26 2015-02-10 2015-02-16 2015-02-18 2015-03-24 2015-04-07
    2015-06-15 2015-07-07 2015-07-13 2015-07-28 2015-08-07 2015-08-19 2015-09-03 2015-09-08 2015-09-23
    2015-10-01 2015-10-12 2015-10-16 2016-02-03 2016-02-19 2016-02-22 2016-02-23 2016-02-29 2016-03-07
    2016-06-15 2016-07-06 2016-10-19 2017-01-27 2017-02-14 2017-04-06 2017-05-25 2017-06-05 2017-08-15
    2017-12-14 2018-01-23 2018-02-05 2018-02-06 2018-02-28 2018-05-21 2018-07-27 2018-08-23 2018-09-06
    2018-09-24 2018-10-31 2018-11-08 2019-02-11 2019-02-19 2019-03-14 2019-05-16 2019-08-14 2019-09-09
    2019-10-08 2019-10-17 2019-11-05 2019-12-03 2020-03-02 2020-08-27 2022-08-01 2022-11-15 2023-08-16
    2023-10-16 2024-04-10 2024-06-20 2024-09-30.acacia 2024-10-28.acacia 2024-11-20.acacia
    2024-12-18.acacia 2025-01-27.acacia 2025-02-24.acacia 2025-03-01.dashboard 2025-03-31.basil
    2025-04-30.basil 2025-05-28.basil 2025-06-30.basil 2025-07-30.basil 2025-08-27.basil 2025-09-30.clover
    2025-10-29.clover 2025-11-17.clover 2025-12-15.clover 2026-01-28.clover 2026-02-25.clover
    2026-03-25.dahlia 2026-04-22.dahlia 2026-05-27.dahlia 2026-06-24.dahlia 2026-07-29.dahlia
    2026-08-26.dahlia 2026-09-30.endive 2026-10-28.endive
    """.split()
)
DATES: Final[tuple[str, ...]] = tuple(name[:10] for name in KNOWN)
BASIL: Final = "2025-03-31.basil"
LAST_CHANGE: Final = "2026-09-30.endive"  # later versions only added
OLDEST_SPOKEN: Final = "2019-08-14"
"""What changed before it is not known in enough detail; the oldest of which many answers are recorded."""
YOUNGER: Final = "/v1/checkout/sessions"
"""What came in 2019 has one form for all versions of before. source: recorded: bikeindex+bike_index
2014-12-08"""
BETAS: Final = frozenset(
    {
        "alipay_beta",
        "financial_connections_client_api_beta",
        "risk_in_requirements_beta",
        "terminal_hardware_orders_beta",
        "us_bank_account_beta",
        "wechat_pay_beta",
    }
)
"""What mobile SDKs send by themselves, the description names, or a recorded account was let into."""
FORM: Final = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:\.([a-z]+))?")


@dataclass(frozen=True, slots=True)
class Version:
    """The API version that one caller speaks, named as the caller named it."""

    name: str

    @property
    def date(self) -> str:
        """The day that orders versions; release names and beta suffixes do not count."""
        return self.name[:10]

    def before(self, name: str) -> bool:
        """Whether this version came before another one."""
        return self.date < name[:10]

    def asks_for(self, beta: str) -> bool:
        """Whether its caller named a beta beside it."""
        return beta in betas(self.name.partition(";")[2])

    @property
    def table_version(self) -> str:
        """The compiled table that its callers are held to. source: inferred: until basil little changed"""
        return OLDEST if self.before(BASIL) else NEWEST

    @property
    def newest(self) -> bool:
        """Whether its callers see everything in the newest shape."""
        return not self.before(LAST_CHANGE)

    def __str__(self) -> str:
        return self.name


CURRENT: Final = Version(NEWEST)


def is_known(name: str) -> bool:
    """Whether this exact name was released."""
    place = bisect_left(DATES, name[:10])
    return place < len(KNOWN) and KNOWN[place] == name


def resolve(header: str) -> Version:
    """The version that a caller asks for; what never was a version is refused, what is newer is served.

    Preview names go by their date; betas that SDKs send by themselves are accepted and echoed.
    refuses: invalid_version, beta_not_permitted
    source: recorded: stripe_world 03_malformed_stripe_version, antiwork+gumroad (suffix); inferred (newer)
    """
    name, _, suffix = header.partition(";")
    name = name.strip()
    form = FORM.fullmatch(name)
    if form is None:
        raise invalid_version(header)
    date, release = form.groups()
    served = is_known(name) or (release is not None and date > NEWEST[:10])
    if served or (release == "preview" and date in DATES):
        for beta in betas(suffix):
            if beta not in BETAS:
                raise beta_not_permitted(header, beta)
        return Version(header)
    raise invalid_version(header)


def betas(suffix: str) -> list[str]:
    """The names in `; a_beta=v1; b_preview=v2`, without their versions."""
    names = (part.partition("=")[0].strip() for part in suffix.split(";"))
    return [name for name in names if name]


def asked(header: str, path: str = "") -> str:
    """The same header, of a version that is spoken to callers: of what is younger, any is. refuses:
    version_not_spoken
    """
    if is_known(header[:10]) and header[:10] < OLDEST_SPOKEN and not path.startswith(YOUNGER):
        raise version_not_spoken(header[:10], OLDEST_SPOKEN)
    return header

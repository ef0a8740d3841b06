"""How tax ids are written in each country: what is taken for one, and which country it is of.

Owns: a template of each kind, from published examples; check digits are not looked at, because the published
examples have none that are right. Does not own: whether an authority knows a number (tax_id.py). Money: none.
Source: docs: Tax IDs.
"""

from __future__ import annotations

import re
from functools import cache

TEMPLATES: dict[str, str] = dict(
    row.split(None, 1)
    for row in """
    ad_nrt A-123456-Z
    ae_trn 123456789012345
    ar_cuit 12-3456789-01
    au_abn 12345678912
    au_arn 123456789123
    bg_uic 123456789
    bh_vat 123456789012345
    bo_tin 123456789
    br_cnpj 01.234.456/5432-10
    br_cpf 123.456.789-87
    ca_bn 123456789
    ca_gst_hst 123456789RT0002
    ca_pst_bc PST-1234-5678
    ca_pst_mb 123456-7
    ca_pst_sk 1234567
    ca_qst 1234567890TQ1234
    ch_vat CHE-123.456.789MWST
    cl_tin 12.345.678-K
    cn_tin 123456789012345678
    co_nit 123.456.789-0
    cr_tin 1-234-567890
    do_rcn 123-4567890-1
    ec_ruc 1234567890001
    eg_tin 123456789
    es_cif A12345678
    eu_oss_vat EU123456789
    gb_vat GB123456789
    ge_vat 123456789
    hk_br 12345678
    hu_tin 12345678-1-23
    id_npwp 12.345.678.9-012.345
    il_vat 000012345
    in_gst 12ABCDE3456FGZH
    is_vat 123456
    jp_cn 1234567891234
    jp_rn 12345
    jp_trn T1234567891234
    ke_pin P000111111A
    kr_brn 123-45-67890
    kz_bin 123456789012
    li_uid CHE123456789
    mx_rfc ABC010203AB9
    my_frp 12345678
    my_itn C1234567890
    my_sst A12-3456-78912345
    ng_tin 12345678-0001
    no_vat 123456789MVA
    no_voec 1234567
    nz_gst 123456789
    om_vat OM1234567890
    pe_ruc 12345678901
    ph_tin 123456789012
    ro_tin 1234567890123
    rs_pib 123456789
    ru_inn 1234567891
    ru_kpp 123456789
    sa_vat 123456789012345
    sg_gst M12345678X
    sg_uen 123456789F
    si_tin 12345678
    sv_nit 1234-567890-123-4
    th_vat 1234567891234
    tr_tin 0123456789
    tw_vat 12345678
    ua_vat 123456789
    us_ein 12-3456789
    uy_ruc 123456789012
    ve_rif A-12345678-9
    vn_tin 1234567890
    za_vat 4123456789
    """.strip().splitlines()
)
"""An example of each kind: where it has a digit there is one, where a letter, a letter or a digit; other
characters may be left out. source: docs: Tax IDs"""

EU = (
    "ATU12345678 BE0123456789 BG0123456789 BG012345678 CY12345678Z CZ12345678 CZ123456789 CZ1234567890 "
    "DE123456789 DK12345678 EE123456789 EL123456789 ESA1234567Z FI12345678 FRAB123456789 HR12345678912 "
    "HU12345678 IE1234567AB IE1234567A IT12345678912 LT123456789123 LT123456789 LU12345678 LV12345678912 "
    "MT12345678 NL123456789B12 PL1234567890 PT123456789 RO1234567891 SE123456789123 SI12345678 SK1234567891 "
    "XI123456789"
).split()
COUNTRIES = {"EL": "GR", "XI": "GB"}
LOOSE = {"mx_rfc": r"[A-Z0-9]{12,13}", "ru_inn": r"\d{10}(\d\d)?", "es_cif": r"[A-Z0-9]\d{7}[A-Z0-9]"}
"""Kinds of two lengths. source: inferred"""


def fits(kind: str, value: str) -> bool:
    """Is a value written as numbers of its kind are? Of kinds without a published example anything is."""
    plain = re.sub(r"[^A-Z0-9]", "", value.upper())
    return any(pattern.fullmatch(plain) for pattern in patterns(kind)) if plain else False


@cache
def patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """What values of a kind look like, without spaces and punctuation."""
    if kind in LOOSE:
        return (re.compile(LOOSE[kind]),)
    if kind == "eu_vat":
        return tuple(re.compile(one[:2] + _shape(one[2:])) for one in EU)
    if kind not in TEMPLATES:
        return (re.compile("[A-Z0-9]+"),)
    return (re.compile(_shape(re.sub(r"[^A-Z0-9]", "", TEMPLATES[kind]))),)


def _shape(example: str) -> str:
    return "".join(r"\d" if sign.isdigit() else "[A-Z0-9]" for sign in example)


def country_of(kind: str, value: str) -> str | None:
    """The country of a tax id: of its kind, in the Union of its first letters. source: spec; docs: Tax IDs"""
    first = kind.partition("_")[0].upper()
    if kind == "eu_vat":
        first = value[:2].upper()
        return COUNTRIES.get(first, first) if first.isalpha() else None
    return None if first in ("EU", "UNKNOWN") else {"IC": "ES"}.get(first, first)

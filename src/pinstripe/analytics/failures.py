"""Why a query has no answer.

Owns: the two reasons. Money: none. Source: our own.
"""

from __future__ import annotations


class Refused(Exception):
    """A query that cannot be answered, with what is wrong with it."""


class Late(Exception):
    """A query that took longer than it may."""

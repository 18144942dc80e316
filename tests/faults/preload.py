"""Imported once by the fork server of the tests, so that a run starts at once."""

import great_expectations  # noqa: F401

import tests.warehouses  # noqa: F401

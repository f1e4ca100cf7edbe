"""Tests of catalogs: reading, changing and querying them."""

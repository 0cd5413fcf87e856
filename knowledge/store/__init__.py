"""The record in one SQLite file; the only package with SQL and the only one that knows sqlite3."""

"""Migrations of the schema, run by app.core.records.schema inside one transaction."""

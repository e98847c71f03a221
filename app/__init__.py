"""Tallman: a desktop workbench in which pharmacists verify prescriptions."""

__version__ = "0.1.0"

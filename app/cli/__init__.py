"""The headless commands: everything the desk knows, asked without a screen."""

from app.cli.main import main

__all__ = ["main"]

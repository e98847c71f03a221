"""The sign-in page: who sits down at the desk."""

from __future__ import annotations

from app.ui.sign_in.page import SignInPage

__all__ = ["SignInPage"]

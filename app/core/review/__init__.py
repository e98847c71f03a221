"""A pharmacist's acts on cases: the queue, claims, confirmations, corrections, decisions, and receiving."""

from app.core.review.acts import Review
from app.core.review.ports import Crew, Progress
from app.core.review.receiving import Arrival, ImportReport

__all__ = ["Arrival", "Crew", "ImportReport", "Progress", "Review"]

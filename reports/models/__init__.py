"""A summing-up report: its frame, its text, and the few figures that people type into it.

Every other figure comes from the ledger each time it is shown (``reports.reckoning``).
"""

from reports.models.report import PeriodChoice, Report, ReportState
from reports.models.section import Section
from reports.models.typed import ReportedFigure, TypedFigure, TypedStatus

__all__ = [
    "PeriodChoice",
    "Report",
    "ReportState",
    "ReportedFigure",
    "Section",
    "TypedFigure",
    "TypedStatus",
]

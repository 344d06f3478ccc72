"""A summing-up report: its frame, its text, and the few figures that people type into it.

Every other figure comes from the ledger each time it is shown (``reports.reckoning``).
"""

from reports.models.document import CitedDocument
from reports.models.outline import OwnOutline
from reports.models.report import PeriodChoice, Report, ReportState
from reports.models.section import Section
from reports.models.typed import ReportedFigure, TypedFigure, TypedStatus
from reports.models.writing import SectionComment, SectionDraft, SectionVersion

__all__ = [
    "CitedDocument",
    "OwnOutline",
    "PeriodChoice",
    "Report",
    "ReportState",
    "ReportedFigure",
    "Section",
    "SectionComment",
    "SectionDraft",
    "SectionVersion",
    "TypedFigure",
    "TypedStatus",
]

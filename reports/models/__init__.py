"""A summing-up report: its frame, its text, and the few figures that people type into it.

Every other figure comes from the ledger each time it is shown (``reports.figures.reckoning``).
"""

from reports.models.appendix import AppendixFile, AppendixState
from reports.models.clearance import ClearedSentence
from reports.models.document import CitedDocument
from reports.models.edition import Edition, EditionFile
from reports.models.outline import OwnOutline
from reports.models.report import FROZEN, PeriodChoice, Report, ReportState
from reports.models.section import Section
from reports.models.step import RateWaiver, ReportStep
from reports.models.typed import ReportedFigure, TypedFigure, TypedStatus
from reports.models.writing import SectionComment, SectionDraft, SectionVersion

__all__ = [
    "FROZEN",
    "AppendixFile",
    "AppendixState",
    "CitedDocument",
    "ClearedSentence",
    "Edition",
    "EditionFile",
    "OwnOutline",
    "PeriodChoice",
    "RateWaiver",
    "Report",
    "ReportState",
    "ReportStep",
    "ReportedFigure",
    "Section",
    "SectionComment",
    "SectionDraft",
    "SectionVersion",
    "TypedFigure",
    "TypedStatus",
]

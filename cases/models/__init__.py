"""The models of cases: pages tell the story, plain models hold the figures."""

from cases.models.evaluators import Evaluator, Resolution, Statement
from cases.models.followups import AnnouncedStanding, FadingNotice, FollowUp, Introduction, MutedNotice
from cases.models.history import Change, Tracked
from cases.models.implementations import AiSheet, Implementation
from cases.models.incidents import AiIncident
from cases.models.indicators import Indicator, IndicatorDefinition
from cases.models.measures import AcceptedDispute, Measure
from cases.models.pages import CaseIndexPage, CasePage, CaseSource, MunicipalityCasesPage, NetworkStandard
from cases.models.photos import CasePhoto
from cases.models.reports import ReplicationReport
from cases.models.review import CoordinatorReview, ReviewState
from cases.models.vocabulary import (
    Area,
    Bottleneck,
    ContractType,
    Direction,
    Kind,
    Lens,
    Phase,
    RiskClass,
    SaidBy,
    Topic,
)

__all__ = [
    "AcceptedDispute",
    "AiIncident",
    "AiSheet",
    "AnnouncedStanding",
    "Area",
    "Bottleneck",
    "CaseIndexPage",
    "CasePage",
    "CasePhoto",
    "CaseSource",
    "Change",
    "ContractType",
    "CoordinatorReview",
    "Direction",
    "Evaluator",
    "FadingNotice",
    "FollowUp",
    "Implementation",
    "Indicator",
    "IndicatorDefinition",
    "Introduction",
    "Kind",
    "Lens",
    "Measure",
    "MunicipalityCasesPage",
    "MutedNotice",
    "NetworkStandard",
    "Phase",
    "ReplicationReport",
    "Resolution",
    "ReviewState",
    "RiskClass",
    "SaidBy",
    "Statement",
    "Topic",
    "Tracked",
]

"""The models of cases: pages tell the story, plain models hold the figures."""

from cases.models.history import Change, Tracked
from cases.models.implementations import AcceptedDispute, AiSheet, Implementation, Measure
from cases.models.incidents import AiIncident
from cases.models.indicators import Indicator, IndicatorDefinition
from cases.models.pages import CaseIndexPage, CasePage, CaseSource, MunicipalityCasesPage, NetworkStandard
from cases.models.photos import CasePhoto
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
    "Implementation",
    "Indicator",
    "IndicatorDefinition",
    "Kind",
    "Lens",
    "Measure",
    "MunicipalityCasesPage",
    "NetworkStandard",
    "Phase",
    "ReviewState",
    "RiskClass",
    "SaidBy",
    "Topic",
    "Tracked",
]

"""The models of cases: pages tell the story, plain models hold the figures."""

from cases.models.history import Change, Tracked
from cases.models.implementations import AcceptedDispute, AiSheet, Implementation, Measure
from cases.models.indicators import Indicator, IndicatorDefinition
from cases.models.pages import CaseIndexPage, CasePage, CaseSource, MunicipalityCasesPage, NetworkStandard
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
    "AiSheet",
    "Area",
    "Bottleneck",
    "CaseIndexPage",
    "CasePage",
    "CaseSource",
    "Change",
    "ContractType",
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
    "RiskClass",
    "SaidBy",
    "Topic",
    "Tracked",
]

"""The nouns of Planbook: frozen dataclasses and enums, no behaviour beyond what a noun knows of itself.

Codes (the enums' values) are what data files and `assessments.csv` hold. Words for people are in
`site/locales/`.
"""

from planbook.model.achievements import Achievement, AchievementKind
from planbook.model.areas import Area, AreaLevel
from planbook.model.assessment import Aggregate, Assessment
from planbook.model.breakdowns import Breakdown, Category, Parts, adds_up
from planbook.model.duties import (
    Adjustment,
    AdjustmentKind,
    Answer,
    Cause,
    Duty,
    DutyRole,
    Finding,
    Office,
    Project,
    ProjectReport,
    Proposal,
    ProposalRule,
)
from planbook.model.edition import EditionKind, EditionName, EditionParameters, Thresholds
from planbook.model.indicators import Bound, Direction, Indicator, IndicatorType, TargetKind
from planbook.model.inputs import Inputs
from planbook.model.observations import Flag, Observation, Reported, observe, observe_row, read_flags
from planbook.model.origin import Noun, Origin
from planbook.model.outlook import NoProjection, Outcome, OutlookVerdict, Path, Projection
from planbook.model.pace import CrossCheck, Evidence, EvidenceStrength, Judged, PaceVerdict, Sensitivity, Unjudged
from planbook.model.peers import Peer
from planbook.model.plan import Chapter, Licence, Period, Plan, Precedent, Term
from planbook.model.plan_changes import ChangedPart, PlanChange
from planbook.model.plan_checks import NamedFigure, PlanCheck, PlanRelation
from planbook.model.series import BackgroundSeries, Series
from planbook.model.situation import SituationSection, SituationSeries
from planbook.model.sources import Source, SourceKind
from planbook.model.standings import BestPace, Compared, NotComputed, Paced, Progress, Rates, Standing, Way
from planbook.model.tasks import Status, StatusReport, Task, TaskKind
from planbook.model.text import Message, MessageFields, Text
from planbook.model.units import Unit, UnitKind
from planbook.model.yearbook import Relation, YearbookKind, YearbookSeries, YearbookTable

__all__ = [
    "Achievement",
    "AchievementKind",
    "Adjustment",
    "AdjustmentKind",
    "Aggregate",
    "Answer",
    "Area",
    "AreaLevel",
    "Assessment",
    "BackgroundSeries",
    "BestPace",
    "Bound",
    "Breakdown",
    "Category",
    "Cause",
    "ChangedPart",
    "Chapter",
    "Compared",
    "CrossCheck",
    "Direction",
    "Duty",
    "DutyRole",
    "EditionKind",
    "EditionName",
    "EditionParameters",
    "Evidence",
    "EvidenceStrength",
    "Finding",
    "Flag",
    "Indicator",
    "IndicatorType",
    "Inputs",
    "Judged",
    "Licence",
    "Message",
    "MessageFields",
    "NamedFigure",
    "NoProjection",
    "NotComputed",
    "Noun",
    "Observation",
    "Office",
    "Origin",
    "Outcome",
    "OutlookVerdict",
    "PaceVerdict",
    "Paced",
    "Parts",
    "Path",
    "Period",
    "Peer",
    "Plan",
    "PlanChange",
    "PlanCheck",
    "PlanRelation",
    "Precedent",
    "Progress",
    "Project",
    "ProjectReport",
    "Proposal",
    "ProposalRule",
    "Projection",
    "Rates",
    "Relation",
    "Reported",
    "Sensitivity",
    "Series",
    "SituationSection",
    "SituationSeries",
    "Source",
    "SourceKind",
    "Standing",
    "Status",
    "StatusReport",
    "TargetKind",
    "Task",
    "TaskKind",
    "Term",
    "Text",
    "Thresholds",
    "Unit",
    "UnitKind",
    "Unjudged",
    "Way",
    "YearbookKind",
    "YearbookSeries",
    "YearbookTable",
    "adds_up",
    "observe",
    "observe_row",
    "read_flags",
]

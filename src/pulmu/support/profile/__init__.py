"""A profile of a firm: four axes, the smart-factory level, and self-checks of two certificates, from evidence."""

from pulmu.support.profile.assess import AreaCheck, AxisProfile, CertificateCheck, FirmProfile, LevelCheck, profile_of
from pulmu.support.profile.criterion import AXES, LEVELS, CriterionResult
from pulmu.support.profile.raising import Question, Step
from pulmu.support.profile.rulebook import profile_rules

__all__ = [
    "AXES",
    "LEVELS",
    "AreaCheck",
    "AxisProfile",
    "CertificateCheck",
    "CriterionResult",
    "FirmProfile",
    "LevelCheck",
    "Question",
    "Step",
    "profile_of",
    "profile_rules",
]

"""The rules table: every way of saying yes or no that the first judgement knows."""

from classifiers.rules.clauses import GENERIC_RULES, KIND_RULES
from classifiers.rules.criteria import CRITERION_RULES
from classifiers.rules.false_insertion import FALSE_INSERTION_RULES
from classifiers.rules.false_reserved import FALSE_RESERVED_RULES
from classifiers.rules.false_social import FALSE_SOCIAL_RULES
from classifiers.rules.insertion import INSERTION_RULES
from classifiers.rules.negations import NEGATION_RULES
from classifiers.rules.objects import OBJECT_RULES
from classifiers.rules.reserved import RESERVED_RULES
from classifiers.rules.reserved_law import RESERVED_LAW_RULES
from classifiers.rules.reserved_only import RESERVED_ONLY_RULES
from classifiers.rules.table import Rule

# Where two rules prove the same, the first one is shown.
RULES: tuple[Rule, ...] = (
    *FALSE_INSERTION_RULES,
    *FALSE_SOCIAL_RULES,
    *FALSE_RESERVED_RULES,
    *NEGATION_RULES,
    *RESERVED_RULES,
    *RESERVED_ONLY_RULES,
    *RESERVED_LAW_RULES,
    *INSERTION_RULES,
    *KIND_RULES,
    *GENERIC_RULES,
    *CRITERION_RULES,
    *OBJECT_RULES,
)

"""Every eForms subtype, notice type and BOAMP nature has its stage, kind and regime."""

import pytest

from veille.core.notices import kind_of
from veille.core.reference.stages import (
    BOAMP_STAGES,
    FORM_STAGES,
    NOTICE_TYPE_STAGES,
    SUBTYPE_STAGES,
    is_corrigendum,
    kind_of_boamp,
    regime_of,
    regime_of_form,
    stage_of_boamp,
    stage_of_form,
    stage_of_notice_type,
    stage_of_subtype,
)

# subtype, stage, kind of a first publication, regime
SUBTYPES = """
1 planning planning classic
2 planning planning utilities
3 planning planning defence
4 planning planning classic
5 planning planning utilities
6 planning planning defence
7 planning planning classic
8 planning planning utilities
9 planning planning defence
10 competition competition classic
11 competition competition utilities
12 competition competition social
13 competition competition social
14 competition competition concession
15 competition competition utilities
16 competition competition classic
17 competition competition utilities
18 competition competition defence
19 competition competition concession
20 competition competition social
21 competition competition social
22 competition competition defence
23 competition competition classic
24 competition competition utilities
25 direct_award other classic
26 direct_award other utilities
27 direct_award other defence
28 direct_award other concession
29 result result classic
30 result result utilities
31 result result defence
32 result result concession
33 result result social
34 result result social
35 result result concession
36 result result classic
37 result result utilities
38 modification other classic
39 modification other utilities
40 modification other concession
CEI competition competition unknown
E1 consultation other unknown
E2 planning planning unknown
E3 competition competition unknown
E4 result result unknown
E5 result result unknown
E6 modification other unknown
T01 planning planning unknown
T02 result result unknown
X01 other other unknown
X02 other other unknown
"""

NOTICE_TYPES = """
pin-buyer planning
pin-only planning
pin-rtl planning
pin-tran planning
pmc consultation
pin-cfc-standard competition
pin-cfc-social competition
qu-sy competition
cn-standard competition
cn-social competition
cn-desg competition
subco competition
cei competition
veat direct_award
can-standard result
can-social result
can-desg result
can-tran result
compl result
can-modif modification
brin-ecs other
brin-eeig other
"""

# nature, etat, stage, kind
BOAMP = """
APPEL_OFFRE INITIAL competition competition
APPEL_OFFRE RECTIFICATIF competition change
APPEL_OFFRE ANNULATION competition cancellation
RECTIFICATIF RECTIFICATIF competition change
RECTIFICATIF INITIAL competition change
ANNULATION INITIAL competition cancellation
ANNULATION ANNULATION competition cancellation
ATTRIBUTION INITIAL result result
ATTRIBUTION RECTIFICATIF result change
ATTRIBUTION ANNULATION result cancellation
MODIFICATION INITIAL modification other
MODIFICATION RECTIFICATIF modification change
PRE-INFORMATION INITIAL planning planning
PRE-INFORMATION RECTIFICATIF planning change
EX_ANTE_VOLONTAIRE INITIAL direct_award other
INTENTION_CONCLURE INITIAL direct_award other
AUTRE_CHOSE INITIAL other other
"""


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@pytest.mark.parametrize(("subtype", "stage", "kind", "regime"), rows(SUBTYPES))
def test_each_subtype_has_its_stage_kind_and_regime(
    subtype: str, stage: str, kind: str, regime: str
) -> None:
    found = stage_of_subtype(subtype)
    assert (found, kind_of(found), regime_of(subtype)) == (stage, kind, regime)
    assert kind_of(found, correction=True) == "change"
    assert kind_of(found, correction=True, cancellation=True) == "cancellation"


def test_the_table_of_subtypes_is_whole() -> None:
    assert {row[0] for row in rows(SUBTYPES)} == set(SUBTYPE_STAGES)
    assert len(SUBTYPE_STAGES) == 51


@pytest.mark.parametrize(("notice_type", "stage"), rows(NOTICE_TYPES))
def test_each_notice_type_has_its_stage(notice_type: str, stage: str) -> None:
    assert stage_of_notice_type(notice_type) == stage


def test_the_table_of_notice_types_is_whole() -> None:
    assert {row[0] for row in rows(NOTICE_TYPES)} == set(NOTICE_TYPE_STAGES)


@pytest.mark.parametrize(("nature", "etat", "stage", "kind"), rows(BOAMP))
def test_each_boamp_nature_and_etat_has_its_stage_and_kind(
    nature: str, etat: str, stage: str, kind: str
) -> None:
    assert stage_of_boamp(nature) == stage
    assert kind_of_boamp(nature, etat) == kind


def test_the_table_of_boamp_natures_is_whole() -> None:
    assert set(BOAMP_STAGES) <= {row[0] for row in rows(BOAMP)}


def test_an_unknown_code_is_other_and_unknown() -> None:
    assert stage_of_subtype("99") == stage_of_subtype(None) == "other"
    assert stage_of_notice_type(None) == stage_of_boamp(None) == "other"
    assert stage_of_notice_type("new-type", "result") == "result"
    assert stage_of_notice_type("pin-rtl", "planning") == "planning"
    assert stage_of_boamp("Intention de conclure") == "direct_award"
    assert kind_of_boamp(None, None) == "other"
    assert regime_of(None) == "unknown"


def test_a_voluntary_notice_follows_its_legal_basis() -> None:
    assert regime_of("E3", "32014L0025") == "utilities"
    assert regime_of("E4", "32014L0023") == "concession"
    assert regime_of("16", "32014L0025") == "classic"
    assert regime_of("E1", "other") == "unknown"
    assert regime_of("CEI", "32018R1046") == "unknown"


# form, notice type, coded document type, stage, regime without a legal basis
FORMS = """
F01 PRI_ONLY 0 planning classic
F01 PRI_REDUCING_TIME_LIMITS 0 planning classic
F01 PRI_CALL_COMPETITION A competition classic
F02 - 3 competition classic
F03 - 7 result classic
F04 PER_ONLY P planning utilities
F04 PER_REDUCING_TIME_LIMITS P planning utilities
F04 PER_CALL_COMPETITION M competition utilities
F05 - 3 competition utilities
F06 - 7 result utilities
F07 QSU_CALL_COMPETITION O competition utilities
F07 QSU_ONLY Q competition utilities
F08 - B planning unknown
F12 - D competition unknown
F13 - R result unknown
F14 - 2 competition unknown
F15 - V direct_award unknown
F16 - 0 planning defence
F17 - 3 competition defence
F18 - 7 result defence
F19 - F competition defence
F20 - K modification unknown
F21 PRI_ONLY 0 planning social
F21 CONTRACT 3 competition social
F21 AWARD_CONTRACT 7 result social
F22 CONTRACT 3 competition social
F22 AWARD_CONTRACT 7 result social
F23 PRI H competition concession
F23 CONCESSION_AWARD_CONTRACT J result concession
F24 - H competition concession
F25 - J result concession
T01 - 0 planning unknown
T02 - 7 result unknown
"""


@pytest.mark.parametrize(("form", "notice_type", "document", "stage", "regime"), rows(FORMS))
def test_each_standard_form_has_its_stage_and_regime(
    form: str, notice_type: str, document: str, stage: str, regime: str
) -> None:
    assert stage_of_form(form, None if notice_type == "-" else notice_type, document) == stage
    assert regime_of_form(form, None) == regime


def test_the_table_of_forms_is_whole() -> None:
    assert {row[0] for row in rows(FORMS)} == set(FORM_STAGES)


def test_a_form_that_is_not_known_follows_the_document_type() -> None:
    assert stage_of_form("F2", None, "7") == stage_of_form(None, None, "R") == "result"
    assert stage_of_form(None, None, "Y") == "competition"
    assert stage_of_form(None, None, "G") == stage_of_form(None) == "other"


def test_a_corrigendum_is_known_by_its_form_or_its_document_type() -> None:
    assert is_corrigendum("F14", "3")
    assert is_corrigendum(None, "2")
    assert not is_corrigendum("F02", "3")


def test_the_regime_of_a_form_follows_the_act_it_names() -> None:
    assert regime_of_form("F15", "32014L0023") == "concession"
    assert regime_of_form("F12", "2014/25/EU") == "utilities"
    assert regime_of_form("F08", "2009/81/EC") == "defence"
    assert regime_of_form("T01", "32007R1370") == "unknown"

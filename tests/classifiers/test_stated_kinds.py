"""What words say: kinds of reservation and of clause, false friends, negations, worn-out text."""

import pytest

from tests.classifiers.conftest import Judge
from veille.core.notices import Lot, Notice


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Marché réservé aux ESAT et aux entreprises adaptées.", ("handicap",)),
        ("Lot réservé à des établissements d'aide par le travail", ("handicap",)),
        ("Lot réservé à des établissements d'accompagnement par le travail", ("handicap",)),
        ("Accord-cadre réservé aux SIAE", ("iae",)),
        ("Les lots sont réservés aux structures dinsertion par lactivité économique", ("iae",)),
        ("Marché réservé aux EA, aux ESAT ainsi qu'aux structures d'insertion", ("mixed",)),
        ("Réservé aux employeurs de travailleurs handicapés ou défavorisés : marché", ("mixed",)),
        ("Lot réservé au travail en milieu pénitentiaire", ("prison",)),
        ("Marché réservé aux entreprises de l'économie sociale et solidaire", ("ess",)),
        ("Marché réservé", ("unspecified",)),
        ("Marché réservé (article L.2113-12)", ("handicap",)),
        ("Marché réservé aux entreprises adaptées, article L2113-13 du code", ("handicap",)),
        ("Contrat réservé au sens de l'article 36 de l'ordonnance", ("unspecified",)),
        ("Seuls les ESAT peuvent soumissionner à ce lot.", ("handicap",)),
        ("L'accès au marché est limité aux entreprises d'insertion", ("iae",)),
        ("Entreprises adaptées, ESAT : cette consultation leur est réservée", ("handicap",)),
    ],
)
def test_kinds_of_reservation(judged: Judge, text: str, kinds: tuple[str, ...]) -> None:
    verdict = judged(text)
    assert (verdict.reserved.answer, verdict.reserved.kinds) == ("yes", kinds)


@pytest.mark.parametrize(
    "text",
    [
        "En application de l'article L2113-13, le marché comporte une clause d'insertion.",
        "Il est fait application de l'article L.2113-15 du code de la commande publique.",
        "L'acheteur se réserve le droit de ne pas donner suite.",
        "Offres acceptées sous réserve de conformité, levée des réserves à la réception.",
        "La prestation est réservée à la profession d'architecte.",
        "Procédure réservée aux opérateurs économiques européens.",
        "Une offre comportant des réserves sur la clause d'insertion sera écartée.",
        "Le titulaire réservera 5 % des heures à des personnes en insertion.",
        "Le nombre d'heures réservées à l'insertion est de 70 heures.",
        "Création de places réservées aux personnes handicapées.",
        "Plans de réservations du gros œuvre, réservoir d'eau, préservation de la haie.",
        "Contrat de réservation de végétaux avec la pépinière.",
        "Aucune de ces tâches n'est réservée à des entreprises adaptées.",
        "Le contrat ne comporte ni clause ni lot réservé.",
        "L'acheteur étudie la possibilité de réserver un lot aux ESAT.",
        "Le tri est confié à un ESAT en sous-traitance.",
        "La participation n'est pas réservée.",
        "La consultation prévoit une réservation de tout ou partie du marché : Non",
        "Candidats : obligations relatives à l'emploi des travailleurs handicapés (L. 5212-1).",
    ],
)
def test_what_is_no_reservation(judged: Judge, text: str) -> None:
    assert judged(text).reserved.answer == "no"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "L'accord-cadre prévoit une clause d'insertion par l'activité économique.",
            ("insertion",),
        ),
        ("Une claude d'insertion s'applique", ("insertion",)),
        ("clausesvisant l'emploi de personnes en insertion", ("insertion",)),
        ("Le contrat prévoit des conditions d'exécution à caractère social", ("generic",)),
        ("70 % prix, 30 % technique.20%Ce marché comporte une clause sociale.Les", ("generic",)),
        ("Clause sociale de stage : accueil d'un stagiaire", ("training",)),
        ("Engagement pour l'égalité entre les femmes et les hommes", ("equality",)),
        ("Le titulaire sous-traitera le tri à un ESAT", ("disability",)),
        ("Le café est issu du commerce équitable", ("fair_trade",)),
        ("Emploi de personnes placées sous main de justice", ("justice",)),
        ("Recrutement de jeunes résidant en QPV", ("qpv",)),
        ("Clause sociale : plan de progrès annuel", ("progress_plan",)),
        ("Mise en ?uvre d'une action dinsertion", ("insertion",)),
        ("Insertion : 7 % du total des heures travaillées", ("insertion",)),
        ("Le titulaire embauche deux personnes au chômage de longue durée", ("insertion",)),
        ("Un apprenti par équipe est accueilli sur le chantier", ("training",)),
        ("Renfort de deux personnes suivies par le SPIP", ("justice",)),
    ],
)
def test_kinds_of_clause(judged: Judge, text: str, kinds: tuple[str, ...]) -> None:
    verdict = judged(text)
    assert (verdict.clause.answer, verdict.clause.kinds) == ("yes", kinds)


@pytest.mark.parametrize(
    "text",
    [
        "Insertion harmonieuse de l'œuvre dans le site, insertion paysagère et urbaine.",
        "Insertion d'encarts, mise sous pli avec insertion de deux documents.",
        "Frais d'insertion au BOAMP à la charge du titulaire.",
        "Travaux au centre d'hébergement et de réinsertion sociale.",
        "Le candidat justifie de ses obligations fiscales et sociales.",
        "Réhabilitation de logements sociaux, action sociale, réseaux sociaux.",
        "Conciliant développement économique, protection de l'environnement et progrès social.",
        "Consultation ne comportant pas de clause ; elle ne comporte pas de clause sociale.",
        "Le contrat ne comporte aucune des conditions d'exécution visées à cet article.",
        "Clause sociale : non",
        "Égalité entre les femmes et les hommes au sens de l'article L. 1146-1 du code",
        "Procédure adaptée, matériaux adaptés, article L2112-2 (environnement).",
        "Services sociaux et autres services spécifiques (R.2123-1 3°).",
    ],
)
def test_what_is_no_clause(judged: Judge, text: str) -> None:
    assert judged(text).clause.answer == "no"


def test_the_same_words_are_a_criterion_among_the_criteria(judged: Judge) -> None:
    text = "Performances en matière d'insertion professionnelle des publics en difficulté : 10 %"
    assert judged(text, field="criteria").clause.kinds == ("criterion",)


def test_an_object_that_is_insertion_is_an_insertion_service(judged: Judge) -> None:
    verdict = judged(title="Marché d'insertion et de qualification, support espaces verts")
    assert verdict.clause.kinds == ("insertion_service",)
    assert verdict.reserved.answer == "no"


def test_a_reserved_notice_may_carry_a_clause_too(judged: Judge) -> None:
    verdict = judged(
        "Marché réservé aux ESAT. La consultation comporte des conditions d'exécution à caractère "
        "social détaillées au CCAP."
    )
    assert (verdict.reserved.kinds, verdict.clause.kinds) == (("handicap",), ("generic",))


def test_a_reservation_alone_is_no_clause(judged: Judge) -> None:
    verdict = judged("Marché réservé aux structures d'insertion par l'activité économique.")
    assert verdict.clause.answer == "no"


def test_a_denial_then_a_clause_is_a_clause(judged: Judge) -> None:
    verdict = judged(
        "Cette consultation ne comporte aucune clause sociale de formation. Les candidats sont "
        "informés d'une clause d'insertion de 105 heures."
    )
    assert (verdict.clause.answer, verdict.clause.hours) == ("yes", 105)


def test_a_denial_stops_at_a_contrast(judged: Judge) -> None:
    verdict = judged("Le marché n'est pas réservé, sauf le lot 3 réservé aux ESAT.", lots=3)
    assert verdict.reserved.lots == ("LOT-0003",)


def test_what_a_correction_replaces_does_not_count(judged: Judge) -> None:
    verdict = judged(
        "Au lieu de : marché réservé aux ESAT, lire : marché ouvert à tous", field="correction"
    )
    assert verdict.reserved.answer == "no"


def test_a_lot_title_speaks_for_its_lot() -> None:
    from classifiers import judge

    lots = (
        Lot(id="LOT-0001", title="Voirie"),
        Lot(id="LOT-0002", title="Lot 2 - Entretien des berges, réservé SIAE"),
    )
    verdict = judge(Notice(id="boamp:26-2", source="boamp", lots=lots))
    assert verdict.reserved.lots == ("LOT-0002",)
    assert verdict.evidence[0].at == "/lots/1/title"

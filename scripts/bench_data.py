"""What the benchmarks read: real payloads where they are at hand, and an invented busy week."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from veille.portal.records import texts

PROSE = (
    "entretien des locaux communaux nettoyage vitrerie fourniture de denrées travaux de "
    "voirie réfection des façades plantation et tonte des espaces verts maintenance des "
    "installations transport scolaire collecte des déchets impression du bulletin "
    "municipal restauration"
)
WORDS = tuple(PROSE.split())
CLAUSE = (
    "Le titulaire réservera une part des heures travaillées à des personnes éloignées de l'emploi, "
    "au titre de la clause d'insertion décrite dans le cahier des charges."
)
MONDAY = date(2026, 10, 5)


def payloads_of(folder: Path) -> list[tuple[str, str, bytes]]:
    """Source, key and content of every BOAMP record and TED notice of a replay folder."""
    found = []
    for path in sorted((folder / "boamp").rglob("*.json*")):
        for piece in texts(path, path.name):
            if piece.text is not None:
                key = json.loads(piece.text).get("idweb", piece.origin)
                found.append(("boamp", str(key), piece.text.encode()))
    documents = sorted((folder / "ted").rglob("*.xml"))
    found.extend(
        ("ted", path.stem, path.read_bytes())
        for path in documents
        if not any(part.startswith("samples_") for part in path.parts)
    )
    return found


def write_week(folder: Path, records: int) -> None:
    """A replay folder of ``records`` invented FNSimple records, about 1,500 characters each."""
    (folder / "boamp").mkdir(parents=True)
    with (folder / "boamp" / "week.jsonl").open("w", encoding="utf-8") as file:
        for number in range(records):
            file.write(json.dumps(_record(number), ensure_ascii=False) + "\n")


def _record(number: int) -> dict[str, object]:
    day = MONDAY + timedelta(days=number % 7)
    title = " ".join(_words(number, 8)).capitalize()
    prose = " ".join(_words(number * 7 + 3, 55)).capitalize() + "."
    clause = CLAUSE if number % 12 == 0 else " ".join(_words(number * 5 + 1, 18)) + "."
    postcode = f"34{number % 900:03d}" if number % 8 == 0 else f"{10 + number % 80}100"
    body = {
        "FNSimple": {
            "organisme": {
                "nomOfficiel": f"Commune exemple {number % 700}",
                "cp": postcode,
                "ville": f"Ville {number % 700}",
            },
            "initial": {
                "communication": {"urlDocConsul": f"https://marches.example/{number}"},
                "procedure": {
                    "dateReceptionOffres": f"{day + timedelta(days=25)}T12:00:00",
                    "criteresAttrib": "prix 60 %, valeur technique 40 %",
                },
                "natureMarche": {
                    "intitule": title,
                    "codeCPV": {"objetPrincipal": {"classPrincipale": "90910000"}},
                    "description": prose,
                    "lieuExecution": f"Ville {number % 700} {postcode}",
                    "dureeMois": "12",
                    "reservationMarche": {"non": ""},
                },
                "informComplementaire": {"autresInformComplementaire": clause},
            },
        }
    }
    management = {"INDEXATION": {"DATE_LIMITE_REPONSE": f"{day + timedelta(days=25)}T12:00:00"}}
    return {
        "idweb": f"26-{200000 + number}",
        "objet": title,
        "famille": "FNS",
        "code_departement": [postcode[:2]],
        "dateparution": day.isoformat(),
        "datelimitereponse": f"{day + timedelta(days=25)}T12:00:00+00:00",
        "nomacheteur": f"Commune exemple {number % 700}",
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
        "criteres": None,
        "descripteur_code": ["239"],
        "descripteur_libelle": ["Nettoyage de locaux"],
        "type_marche": ["SERVICES"],
        "gestion": json.dumps(management),
        "donnees": json.dumps(body, ensure_ascii=False),
        "url_avis": f"https://boamp.example/{number}",
    }


def _words(seed: int, count: int) -> Iterator[str]:
    for index in range(count):
        yield WORDS[(seed * 31 + index * 17 + index * index) % len(WORDS)]

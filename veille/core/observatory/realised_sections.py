"""The sections of what managing bodies report, told apart from what notices say."""

from collections.abc import Mapping, Sequence

from veille.core.french import NBSP, count, join, number
from veille.core.observatory.measures import (
    GROUPS,
    MEASURES,
    GroupName,
    PublishedYear,
    of_group,
    published_years,
)
from veille.core.observatory.ratios import percent
from veille.core.observatory.realised import Figure, by_manager, realised_sentence, totals
from veille.core.observatory.tables import Column, Mark, Row, Section, Table, drawn

SHARED: tuple[GroupName, ...] = ("contract", "hiring")
_TOLD = ("hours", "people", "contracts", "buyers", "companies")
_SHARE = Column("part", "share")


def sections(year: int, figures: Sequence[Figure]) -> tuple[Section, ...]:
    """The sections of a year; tables without a figure are left out, the first one is always there.

    Years that nobody entered but whose totals were published stand beside the others.
    """
    years = by_manager(figures)
    published = [one for one in published_years() if one.year not in years]
    own = totals(years.get(year, {}))
    found = [_by_year(year, years, published, figures)]
    if year in years:
        found.append(_by_manager(year, years[year]))
    found += [
        section
        for section in (_people(year, own), *(_contracts(year, own, group) for group in SHARED))
        if section is not None
    ]
    return tuple(found)


def _by_year(
    year: int,
    years: Mapping[int, Mapping[str, Mapping[str, int]]],
    published: Sequence[PublishedYear],
    figures: Sequence[Figure],
) -> Section:
    rows: dict[int, Row] = {}
    hours: dict[int, int] = {}
    for known, managers in years.items():
        own = totals(managers)
        sources = sorted({one.source for one in figures if one.year == known})
        rows[known] = _year_row(known, own, len(managers), "; ".join(sources))
        hours[known] = own.get("hours", 0)
    for one in published:
        rows[one.year] = _year_row(one.year, one.counts, None, f"publié{NBSP}: {one.source}")
        hours[one.year] = one.counts.get("hours", 0)
    order = sorted(rows)
    columns = (
        Column("Année", "text"),
        *(Column(MEASURES[code].label) for code in _TOLD),
        Column("gestionnaires"),
        Column("Source", "text"),
    )
    told = [known for known in order if hours[known]]
    return Section(
        code="realise",
        title="Heures faites et personnes, par année",
        sentence=realised_sentence(
            year, totals(years.get(year, {})), _before(year, years, published)
        ),
        table=Table(columns, tuple(rows[known] for known in order)),
        chart=drawn(
            "columns", "année", "heures d’insertion faites",
            [Mark(str(known), hours[known]) for known in told],
        ),
        note="Ces chiffres sont déclarés par les gestionnaires ou publiés avant la veille. Ils "
        "disent ce qui a été fait, les avis ce qui a été demandé : les deux ne s’additionnent pas.",
    )  # fmt: skip


def _year_row(year: int, values: Mapping[str, int], managers: int | None, source: str) -> Row:
    return Row((str(year), *(values.get(code) for code in _TOLD), managers, source))


def _before(
    year: int,
    years: Mapping[int, Mapping[str, Mapping[str, int]]],
    published: Sequence[PublishedYear],
) -> tuple[int, Mapping[str, int]] | None:
    """The nearest earlier year that anything is known of."""
    known: dict[int, Mapping[str, int]] = {one.year: one.counts for one in published}
    known |= {other: totals(managers) for other, managers in years.items()}
    earlier = [other for other in known if other < year and known[other].get("hours")]
    return (max(earlier), known[max(earlier)]) if earlier else None


def _by_manager(year: int, managers: Mapping[str, Mapping[str, int]]) -> Section:
    columns = (
        Column("Gestionnaire", "text"),
        *(Column(MEASURES[code].label) for code in _TOLD),
    )
    order = sorted(managers, key=lambda name: (-managers[name].get("hours", 0), name))
    rows = tuple(Row((name, *(managers[name].get(code) for code in _TOLD))) for name in order)
    first = order[0]
    named = f"{first} ({count(managers[first].get('hours', 0), 'heure')})"
    if len(order) == 1:
        sentence = f"En{NBSP}{year}, un seul gestionnaire a déclaré des chiffres{NBSP}: {named}."
    else:
        sentence = (
            f"En{NBSP}{year}, {len(order)} gestionnaires ont déclaré des chiffres, et d’abord "
            f"{named}."
        )
    marks = [Mark(name, managers[name].get("hours", 0)) for name in order]
    return Section(
        code="realise-gestionnaires",
        title="Par gestionnaire",
        sentence=sentence,
        table=Table(columns, rows),
        chart=drawn("bars", "gestionnaire", "heures d’insertion faites", marks),
    )


def _people(year: int, own: Mapping[str, int]) -> Section | None:
    """Who the people are; each share is of the people, but that of the hours of women."""
    groups: tuple[GroupName, ...] = ("sex", "age", "level", "residence", "public")
    told = [one for group in groups for one in of_group(group) if one.code in own]
    if not told:
        return None

    def share(code: str) -> float | None:
        whole = own.get("hours" if code == "hours_women" else "people")
        return own[code] / whole if whole else None

    rows = tuple(
        Row((GROUPS[one.group], one.label, own[one.code], share(one.code))) for one in told
    )
    told_people = [one for one in told if one.code != "hours_women"]
    marks = [Mark(one.label, own[one.code]) for one in told_people]
    return Section(
        code="realise-personnes",
        title="Les personnes",
        sentence=_people_sentence(year, own),
        table=Table(
            (Column("Sujet", "text"), Column("Qui", "text"), Column("nombre"), _SHARE), rows
        ),
        chart=drawn("bars", "qui", "personnes", marks),
    )


def _people_sentence(year: int, own: Mapping[str, int]) -> str:
    people = own.get("people")
    if not people:
        return f"En{NBSP}{year}, le nombre de personnes n’est pas déclaré."
    shares = (("women", "de femmes"), ("under_26", "de moins de 26 ans"), ("qpv", "en QPV"))
    told = [f"{percent(own[code], people)} {said}" for code, said in shares if code in own]
    detail = f"{NBSP}: {join(told)}" if told else ""
    return f"En{NBSP}{year}, {count(people, 'personne')}{detail}."


def _contracts(year: int, own: Mapping[str, int], group: GroupName) -> Section | None:
    """One way to split the contracts of employment, beside the shares that were published."""
    told = [one for one in of_group(group) if one.code in own]
    whole = sum(own[one.code] for one in told)
    if not whole:
        return None
    reference = published_years()[-1]
    rows = tuple(
        Row((one.label, own[one.code], own[one.code] / whole, _published(reference, one.code)))
        for one in sorted(told, key=lambda one: -own[one.code])
    )
    first = rows[0]
    sentence = (
        f"En{NBSP}{year}, d’abord {first.cells[0]}{NBSP}: {number(_counted(first))} sur "
        f"{number(whole)}, soit {percent(_counted(first), whole)}."
    )
    marks = [Mark(str(row.cells[0]), float(row.cells[1] or 0)) for row in rows]
    return Section(
        code="realise-contrats" if group == "contract" else "realise-embauche",
        title=GROUPS[group],
        sentence=sentence,
        table=Table(
            (
                Column(GROUPS[group], "text"),
                Column("contrats"),
                _SHARE,
                Column(f"part publiée en{NBSP}{reference.year}", "share"),
            ),
            rows,
        ),
        chart=drawn("bars", "type", "contrats de travail", marks),
    )


def _counted(row: Row) -> int:
    value = row.cells[1]
    return value if isinstance(value, int) else 0


def _published(reference: PublishedYear, code: str) -> float | None:
    share = reference.percents.get(code)
    return share / 100 if share is not None else None

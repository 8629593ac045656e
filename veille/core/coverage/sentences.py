"""What the figures of coverage say, in sentences: what can be said, and no more."""

from collections.abc import Iterator

from veille.core.coverage.figures import NO_ADDRESS, Figures, PlatformLine
from veille.core.french import NBSP, count, number, plural
from veille.core.platforms import platform


def name_of(code: str) -> str:
    """What people call a line of platforms."""
    known = platform(code)
    if known is not None:
        return known.name
    return "Aucune adresse donnée" if code == NO_ADDRESS else "Autres adresses"


def on_contracts(figures: Figures) -> Iterator[str]:
    """What share of the contracts had a consultation that was seen, and what is left apart."""
    if not figures.contracts:
        yield (
            "Aucune donnée d’attribution sur ces jours : ce qui n’est pas vu ne peut pas être "
            "mesuré, et aucune part n’est donnée."
        )
        return
    share = figures.share
    if share.known:
        around = f" ({share.around}, intervalle à 95{NBSP}%)" if share.around else ""
        yield (
            f"Marchés mesurés{NBSP}: {number(share.known)}. La consultation de {share.said} "
            f"avait été vue{around}."
        )
    else:
        yield "Aucun marché notifié ces jours-là ne peut encore être mesuré."
    if share.doubtful:
        yield (
            f"{count(share.doubtful, 'marché')} en doute{NBSP}: "
            f"{plural(share.doubtful, 'compté', 'comptés')} comme non "
            f"{plural(share.doubtful, 'vu', 'vus')} dans la part la plus basse, comme "
            f"{plural(share.doubtful, 'vu', 'vus')} dans la plus haute."
        )
    if share.awarded:
        late = count(share.awarded, "marché n’a", "marchés n’ont")
        seen = plural(share.awarded, "vu")
        yield f"Parmi les non vus, {late} été {seen} qu’à l’attribution, trop tard."
    if figures.without_call:
        apart = count(figures.without_call, "marché")
        yield (
            f"Laissés à part{NBSP}: {apart} sans avis attendu (sans publicité, ou d’un "
            "accord-cadre)."
        )
    if figures.too_early:
        early = count(figures.too_early, "marché notifié", "marchés notifiés")
        yield (f"Laissés à part{NBSP}: {early} trop tôt pour que la consultation ait pu être lue.")


def on_platforms(figures: Figures) -> str:
    """How many platforms are named and read, and which is missed most."""
    cited = figures.cited
    if not cited:
        return "Aucune plateforme connue n’est citée par les avis de ces jours."
    read = sum(one.is_read(figures.until) for one in cited)
    said = f"{count(len(cited), 'plateforme citée', 'plateformes citées')}, "
    said += f"{number(read)} {plural(read, 'lue')} directement." if read else "aucune n’est lue."
    missed = _most_missed(figures)
    if missed is not None:
        said += (
            f" La plus manquée{NBSP}: {name_of(missed.code)}, "
            f"{count(missed.share.missed, 'marché')} sur {number(missed.share.known)} sans "
            "consultation vue."
        )
    return said


def on_sources(figures: Figures) -> str:
    """How many consultations were seen, and how many of them by one source alone."""
    if not figures.consultations:
        return "Aucune consultation de l’Hérault n’a été lue sur ces jours."
    alone = sum(one.alone for one in figures.sources)
    said = f"{count(figures.consultations, 'consultation vue', 'consultations vues')}, "
    said += f"dont {number(alone)} par une seule source."
    if figures.only_awarded:
        only = count(figures.only_awarded, "autre n’a", "autres n’ont")
        said += f" {only} été {plural(figures.only_awarded, 'vue')} qu’à l’attribution."
    return said


def on_buyers(figures: Figures) -> str:
    """How many buyers have contracts that were not seen."""
    if not figures.share.known:
        return "Non mesuré : il faut des données d’attribution."
    if not figures.buyers_known:
        return "Aucun acheteur n’a de marché dont la consultation n’a pas été vue."
    buyers = count(figures.buyers_known, "acheteur a", "acheteurs ont")
    return (
        f"{buyers} au moins un marché dont la consultation n’a pas été vue : s’abonner aux alertes "
        "de leur plateforme, ou leur demander de prévenir."
    )


def on_hosts(figures: Figures) -> str:
    """What is not known of addresses."""
    without = ""
    if figures.without_address:
        bare = count(figures.without_address, "consultation")
        verb = plural(figures.without_address, "donne", "donnent")
        without = f" {bare} sur {number(figures.consultations)} ne {verb} aucune adresse."
    if not figures.hosts_known:
        if figures.without_address == figures.consultations:
            return without.strip() or "Aucune adresse donnée."
        return f"Toutes les adresses données sont d’une plateforme connue.{without}"
    hosts = count(figures.hosts_known, "adresse n’est", "adresses ne sont")
    return (
        f"{hosts} d’aucune plateforme connue : sites d’acheteurs, ou plateformes à ajouter à la "
        f"table.{without}"
    )


def _most_missed(figures: Figures) -> PlatformLine | None:
    return next((one for one in figures.named if one.share.missed), None)

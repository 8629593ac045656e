"""What is around the notices on a page of an AWS site: totals, tabs, pagers, the search form."""

from collections.abc import Mapping, Sequence

_TABS = {"T": ("1", "travaux"), "S": ("2", "services"), "F": ("3", "fournitures")}


def result_page(panes: Mapping[str, Sequence[str]], *, page: int, per_page: int) -> str:
    """The ``page`` of results: the blocks of each nature (T, S, F) in its own tab."""
    total = sum(map(len, panes.values()))
    tabs = "".join(
        f'<li id="tab{number}"><a href="#{number}" data-toggle="tab" id="{name}">'
        f'<span class="badge" id="badge_{name}">{len(panes[nature])}</span> '
        f"<strong>{name.upper()}</strong></a></li>\n"
        for nature, (number, name) in _TABS.items()
    )
    shown = "".join(_pane(nature, panes[nature], page, per_page) for nature in _TABS)
    return _page(
        f'<h2 id="nbResultAvis"><strong>\n{total}\n</strong>\n'
        "Avis correspondent à votre recherche</h2>\n"
        f'<div id="exTab2" class="container-fluid"><ul class="nav nav-tabs" id="myTab">\n{tabs}'
        f'</ul>\n<div class="tab-content">\n{shown}</div></div>\n'
    )


def too_many_page() -> str:
    """What is shown where a search finds too much."""
    return _page("<p>Veuillez préciser votre recherche.</p>\n" + _form())


def form_page() -> str:
    """The search form alone: nothing is shown to whoever did not search."""
    return _page(_form())


def _pane(nature: str, blocks: Sequence[str], page: int, per_page: int) -> str:
    number, _ = _TABS[nature]
    pages = -(-len(blocks) // per_page)
    links = "".join(
        f'<a href="?pager_{nature.lower()}={at}"{_rel(at, page)}>{at}</a> '
        for at in range(1, pages + 1)
        if at != page
    )
    pager = f'<div class="center-block">{links if pages > 1 else ""}</div>\n'
    shown = "".join(blocks[(page - 1) * per_page : page * per_page])
    return (
        f'<div class="tab-pane" id="{number}" style="margin-top: -5px;">\n{pager}{shown}'
        '<div class="row"><div class="col-sm-12 heureLocale">'
        f"<em>* Heure Locale de l'acheteur</em></div></div>\n{pager}</div>\n"
    )


def _rel(at: int, page: int) -> str:
    return ' rel="next"' if at == page + 1 else ""


def _form() -> str:
    return (
        '<form action="/Annonces/lister" method="post" id="formRech" class="form-group">'
        '<input type="radio" name="IDE" value="EC" checked="checked">'
        '<input name="txtLibre" id="motCle" value="">'
        '<input type="submit" id="sub" name="Rechercher" value="Rechercher"></form>\n'
    )


def _page(content: str) -> str:
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="UTF-8">\n<title>AWS</title>\n</head>\n'
        f'<body>\n<div id="content" class="blanc">\n{content}</div>\n</body>\n</html>\n'
    )

"""The preview of a form: what its choices would have told."""

from veille.app.people.previewing import check_scope, preview
from veille.app.web.site import Site
from veille.app.web.subscription_form import Form
from veille.core.previews import Preview
from veille.core.refusals import Refusal


def previewed(site: Site, filled: Form) -> tuple[Preview | None, Refusal | None]:
    """What the choices would have told, or why they cannot be served."""
    try:
        asked, rhythm = filled.filter(), filled.rhythm
        check_scope(asked, site.settings.territories)
        with site.store.read() as session:
            return preview(session, asked, rhythm, site.clock()), None
    except Refusal as refusal:
        return None, refusal

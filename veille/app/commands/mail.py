"""``veille deliver`` and ``veille mail``: what leaves, what comes back, whether it can work."""

from typing import Annotated

import typer

from veille.app.commands.options import Now

mail_app = typer.Typer(help="Le courrier : ce qui part, ce qui revient.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("deliver")(deliver)
    app.add_typer(mail_app, name="mail")


def deliver(now: Now = None) -> None:
    """Remettre les envois qui attendent : au relais, ou dans var/mail/outbox s’il n’y en a pas."""
    from veille.app.mail.mail_runs import deliver_due

    _finish(deliver_due(now))


@mail_app.command("check")
def check(
    offline: Annotated[
        bool, typer.Option("--offline", help="Sans appeler le relais ni la boîte des retours.")
    ] = False,
    now: Now = None,
) -> None:
    """Dire qui signe, quoi publier dans le DNS, et si le relais répond ; n’envoie rien."""
    from veille.app.mail.mail_check import check_mail

    _finish(check_mail(offline=offline))


@mail_app.command("bounces")
def bounces(now: Now = None) -> None:
    """Lire ce qui est revenu : avis de non-remise, plaintes, désabonnements par courriel."""
    from veille.app.mail.mail_runs import read_returns

    _finish(read_returns(now))


def _finish(whole: bool) -> None:
    """Exit status 0 when all was done, 1 when something was not (its line was printed)."""
    if not whole:
        raise typer.Exit(1)

"""The `catat` command."""
import typer

app = typer.Typer(no_args_is_help=True, help="Catat: field coordination for a door-to-door census.")

"""The example for nginx, with a real nginx: webhooks of all bots come through, what is for this machine does not."""

import re
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from api.app import add_webhook, create_app
from api.metrics import add_metrics
from tests.house.source import ROOT
from tests.postgres import free_port

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx (Debian: nginx-light) is missing")
AROUND = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/catat.conf;
}}
"""
ASKED: list[tuple[str, str]] = []


def catat() -> FastAPI:
    """A process of Catat, as far as the proxy sees it."""

    async def well() -> dict[str, str]:
        return {"database": "ok"}

    async def told() -> bytes:
        return b"catat_database_up 1.0\n"

    app = create_app(well)
    add_metrics(app, told, None, proxied=True)
    add_webhook(app, "/telegram", "main", lambda bot, secret: ASKED.append((bot, secret)))  # type: ignore[func-returns-value]
    return app


@contextmanager
def listening(app: FastAPI) -> Iterator[int]:
    """The application behind a port, in a thread."""
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.config.port
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """nginx by the example, before one process that is there and one that is not."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=catat.example.go.id",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    with listening(catat()) as behind:
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        for old, new in (
            (r"listen 443", f"listen 127.0.0.1:{port}"),
            (r"127\.0\.0\.1:8081", f"127.0.0.1:{behind}"),
            (r"127\.0\.0\.1:8082", f"127.0.0.1:{free_port()}"),
            (r"\S+/fullchain\.pem", f"{folder}/cert.pem"),
            (r"\S+/privkey\.pem", f"{folder}/key.pem"),
        ):
            text, found = re.subn(old, new, text)
            assert found == 1, old
        (folder / "catat.conf").write_text(text)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
        trust = ssl.create_default_context(cafile=str(folder / "cert.pem"))
        trust.check_hostname = False
        nginx = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-p", folder], stderr=subprocess.PIPE)
        with httpx2.Client(base_url=f"https://127.0.0.1:{port}", verify=trust) as client:
            wait_for(client, nginx, folder)
            yield client
        nginx.terminate()
        nginx.wait(20)


def wait_for(client: httpx2.Client, nginx: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Until nginx answers, or has ended."""
    while nginx.poll() is None:
        try:
            if client.get("/").status_code == 404:  # by Catat, which has no page here; 502 while it is not up
                return
        except httpx2.TransportError:
            time.sleep(0.05)
    pytest.fail((nginx.stderr.read().decode() if nginx.stderr else "") + (folder / "error.log").read_text())


@pytest.mark.parametrize(("path", "bot"), [("/telegram", "main"), ("/telegram/kota", "kota")])
def test_every_bots_webhook_comes_through(proxy: httpx2.Client, path: str, bot: str) -> None:
    for _ in range(4):  # one of the two processes is away: nginx turns to the other
        ASKED.clear()
        answer = proxy.post(path, json={"update_id": 1}, headers={"X-Telegram-Bot-Api-Secret-Token": "hush"})
        assert (answer.status_code, ASKED) == (403, [(bot, "hush")])


@pytest.mark.parametrize("path", ["/metrics", "/health/ready", "/health/live", "/telegramx", "/.env", "/docs"])
def test_nothing_else_comes_through(proxy: httpx2.Client, path: str) -> None:
    answer = proxy.get(path)
    assert answer.status_code == 404
    assert answer.headers["server"].startswith("nginx")


def test_a_body_that_is_too_large_is_refused_by_the_proxy(proxy: httpx2.Client) -> None:
    assert proxy.post("/telegram", content=b"x" * 2_000_000).status_code == 413

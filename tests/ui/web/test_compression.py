"""Are the scripts that every first page needs compressed before anybody asks, and sent as they are?"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from ui.web import compression
from ui.web.compression import CompressStaticFiles, pack_ahead

SCRIPT = b"const words = ['one', 'two'];\n" * 200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "static" / "js" / "index.abc.js").write_bytes(SCRIPT)
    (tmp_path / "static" / "js" / "later.js").write_bytes(SCRIPT + b"// later")
    return tmp_path


def client(folder: Path) -> TestClient:
    app = Starlette(routes=[Mount("/static", StaticFiles(directory=folder / "static"))])
    return TestClient(CompressStaticFiles(app))


@pytest.fixture(autouse=True)
def nothing_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "_packed_answers", {})


def test_scripts_are_ready_before_the_application_is_asked(folder: Path) -> None:
    pack_ahead(folder)
    (folder / "static" / "js" / "index.abc.js").unlink()
    answer = client(folder).get("/static/js/index.abc.js")
    assert answer.content == SCRIPT
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) < len(SCRIPT) / 10


def test_who_cannot_unpack_gets_the_file_as_it_is(folder: Path) -> None:
    pack_ahead(folder)
    answer = client(folder).get("/static/js/index.abc.js", headers={"accept-encoding": "identity"})
    assert answer.content == SCRIPT
    assert "content-encoding" not in answer.headers


def test_other_files_are_compressed_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[bytes] = []
    monkeypatch.setattr(compression, "_packed", lambda body: packed.append(body) or gzip.compress(body))
    web = client(folder)
    for _ in range(3):
        assert web.get("/static/js/later.js").content == SCRIPT + b"// later"
    assert packed == [SCRIPT + b"// later"]


def test_streamlits_own_files_are_sent_as_streamlit_would_send_them(monkeypatch: pytest.MonkeyPatch) -> None:
    import streamlit
    from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

    folder = Path(streamlit.__file__).parent / "static"
    pack_ahead(folder)
    page = (folder / "index.html").read_text(encoding="utf-8")
    named = [path for path in compression._packed_answers if f'"./{path[1:]}"' in page]
    assert len(named) > 20
    theirs = TestClient(create_streamlit_static_handler(str(folder), None))
    ours = TestClient(CompressStaticFiles(Starlette()))
    for path in (next(one for one in named if one.endswith(".js")), next(one for one in named if one.endswith(".css"))):
        expected, found = theirs.get(path), ours.get(path)
        assert found.content == expected.content
        for header in ("content-type", "cache-control"):
            assert found.headers[header] == expected.headers[header]

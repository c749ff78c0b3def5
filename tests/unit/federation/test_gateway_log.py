"""The lines of the gateway's log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from symphonies.federation import GraphQLResponse
from symphonies.federation.server.failure import caller_of, failed, note_refusal
from symphonies.federation.server.logs import ROOT, LogSettings, configure_log


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    logger = logging.getLogger(ROOT)
    before = logger.handlers, logger.propagate, logger.level
    configure_log(LogSettings(format="json"))
    out = io.StringIO()
    logger.handlers[0].setStream(out)  # type: ignore[attr-defined]
    yield out
    logger.handlers, logger.propagate = before[0], before[1]
    logger.setLevel(before[2])
    logging.getLogger(f"{ROOT}.refused").disabled = False


def refusal(code: str, message: str) -> GraphQLResponse:
    return GraphQLResponse(
        errors=[{"message": message, "extensions": {"code": code}}], has_data=False, status=400
    )


def test_a_refusal_is_one_line(said: io.StringIO) -> None:
    note_refusal(refusal("DEPTH_LIMIT_EXCEEDED", "Too deep."), "10.0.0.7", "Dashboard")
    line = json.loads(said.getvalue())
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info", "event": "Request refused.", "code": "DEPTH_LIMIT_EXCEEDED", "client": "10.0.0.7",
        "status": 400, "operation": "Dashboard", "reason": "Too deep.",
    }  # fmt: skip


def test_nobody_writes_lines_of_his_own_into_it(said: io.StringIO) -> None:
    caller = caller_of({"client": ("10.0.0.7", 1)}, {"graphql-client-name": "x\n{forged}"})
    note_refusal(refusal("BAD_USER_INPUT", 'Got value "s3cret".'), caller, "Bad\nName")
    assert said.getvalue().count("\n") == 1
    assert "s3cret" not in said.getvalue()
    assert json.loads(said.getvalue())["client"] == "10.0.0.7"
    assert caller_of({}, {"apollographql-client-name": "web 2"}) == "unknown (web 2)"


def test_a_failure_keeps_its_trace_for_the_log(said: io.StringIO) -> None:
    try:
        raise ValueError("inside")
    except ValueError as error:
        response = failed(error)
    assert "inside" not in str(response.errors)
    line = json.loads(said.getvalue())
    assert line["level"] == "error"
    assert "ValueError: inside" in line["error"]


def test_text_for_people_and_silence(said: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    configure_log(LogSettings(format="text"))
    note_refusal(refusal("DEPTH_LIMIT_EXCEEDED", "Too deep."), "10.0.0.7")
    shown = capsys.readouterr().err
    assert "info Request refused. code='DEPTH_LIMIT_EXCEEDED' client='10.0.0.7'" in shown
    configure_log(LogSettings(refusals=False))
    note_refusal(refusal("DEPTH_LIMIT_EXCEEDED", "Too deep."), "10.0.0.7")
    assert capsys.readouterr().err == ""

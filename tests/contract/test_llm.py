"""The promises of language models over every provider's protocol."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from symphonies.platform.llm import ChatModel, ModelSettings
from symphonies.platform.llm.adapters.pydantic_ai import PydanticAIModel
from symphonies.platform.llm.testing import ASKED, KEY, PATIENCE_S, ChatModelContract
from tests.contract.model_servers import MODELS, SERVERS, ModelServer


@pytest.fixture(params=SERVERS, ids=lambda server: server.kind)
def wire(request: pytest.FixtureRequest) -> Iterator[ModelServer]:
    server = request.param()
    with server.running():
        yield server


def opened(wire: ModelServer, timeout_s: float) -> PydanticAIModel:
    name, key = MODELS[wire.kind], SecretStr(KEY)
    return PydanticAIModel(
        ModelSettings(kind=wire.kind, model=name, url=wire.url, key=key, timeout_s=timeout_s)
    )


class TestProviders(ChatModelContract):
    @pytest.fixture
    def chat(self, wire: ModelServer) -> Iterator[ChatModel]:
        model = opened(wire, 60.0)
        yield model
        model.close()

    @pytest.fixture
    def impatient(self, wire: ModelServer) -> Iterator[ChatModel]:
        model = opened(wire, PATIENCE_S)
        yield model
        model.close()

    def test_the_key_goes_to_the_provider_and_nowhere_else(self, chat: ChatModel, wire: ModelServer) -> None:
        wire.says("Yes.")
        chat.complete(ASKED)
        assert KEY in str(wire.headers[0])
        assert KEY not in wire.seen[0]
        assert not chat.external

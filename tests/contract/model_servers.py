"""Servers that speak the protocols of language models, and answer as a test tells them.

Source: the published references of Anthropic's Messages, Google's generateContent, OpenAI's Chat
Completions and Responses.
"""

from __future__ import annotations

import asyncio
import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

USED = (12, 5)
Answer = dict[str, Any]


class ModelServer(ABC):
    """One provider on loopback; the last thing it was told to do goes on."""

    kind = ""
    path = ""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""
        self.go_on = threading.Event()
        self._plan: list[Callable[[web.Request, str], Any]] = []

    def says(self, *texts: str) -> None:
        self._plan = [self._answering(self.text(text, "stop"), text) for text in texts]

    def pauses(self, begun: str, rest: str) -> None:
        """Say the beginning of a text, and the rest once ``go_on`` is set; only where it is streamed."""
        self.go_on.clear()
        self._plan = [self._answering(self.text(begun + rest, "stop"), begun + rest, pause=len(begun))]

    def fills(self, *shapes: dict[str, Any]) -> None:
        self._plan = [self._answering(self.data(shape), "") for shape in shapes]

    def declines(self) -> None:
        self._plan = [self._answering(self.refusal(), "", "refused")]

    def cuts(self) -> None:
        self._plan = [self._answering(self.text("Revenue did not", "length"), "Revenue did not", "length")]

    def garbles(self) -> None:
        self._plan = [lambda _request, _body: web.json_response({"greeting": "hello"})]

    def then(self, *steps: Callable[[], None]) -> None:
        """Do several things, one after the other."""
        plan: list[Any] = []
        for step in steps:
            step()
            plan += self._plan
        self._plan = plan

    def fails(self, status: int, wait_s: float | None = None) -> None:
        headers = {} if wait_s is None else {"Retry-After": f"{wait_s:g}"}

        def answer(request: web.Request, body: str) -> web.Response:
            echo = f"no: {body} {request.headers.get('Authorization')}"
            return web.json_response(self.error(status, echo), status=status, headers=headers)

        self._plan = [answer]

    def hangs(self) -> None:
        async def answer(_request: web.Request, _body: str) -> web.Response:
            await asyncio.sleep(600)
            raise AssertionError("nobody waits so long")

        self._plan = [answer]

    def _answering(
        self, whole: Answer, text: str, finished: str = "stop", pause: int | None = None
    ) -> Callable[[web.Request, str], Any]:
        begun = len(text) if pause is None else pause
        pieces, rest = [text[at : min(at + 7, begun)] for at in range(0, begun, 7)], text[begun:]

        async def answer(request: web.Request, body: str) -> web.StreamResponse:
            if not self.streams(request, body):
                return web.json_response(whole)
            response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
            await response.prepare(request)
            for line in self.events([*pieces, *([rest] if rest else [])], finished):
                if rest and json.dumps(rest)[1:-1] in line:
                    await asyncio.to_thread(self.go_on.wait, 20)
                await response.write(line.encode())
            return response

        return answer

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        self.seen.append(body)
        self.headers.append(dict(request.headers))
        step = self._plan.pop(0) if len(self._plan) > 1 else self._plan[0]
        found = step(request, body)
        return await found if asyncio.iscoroutine(found) else found

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve on a free port, in a thread of its own."""
        loop, ready = asyncio.new_event_loop(), threading.Event()
        stop = asyncio.Event()

        async def serve() -> None:
            application = web.Application()
            application.router.add_post("/{path:.*}", self._serve)
            runner = web.AppRunner(application, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}{self.path}"
            ready.set()
            await stop.wait()
            await runner.cleanup()

        thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
        thread.start()
        assert ready.wait(20)
        try:
            yield
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join()
            loop.close()

    def streams(self, _request: web.Request, body: str) -> bool:
        return bool(json.loads(body).get("stream"))

    @abstractmethod
    def text(self, text: str, finished: str) -> Answer: ...

    @abstractmethod
    def data(self, shape: dict[str, Any]) -> Answer: ...

    @abstractmethod
    def refusal(self) -> Answer: ...

    def error(self, status: int, message: str) -> Answer:
        return {"error": {"message": message, "type": "error", "code": status}}

    @abstractmethod
    def events(self, pieces: list[str], finished: str) -> Iterator[str]: ...


def _event(data: Answer, name: str = "") -> str:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data)}\n\n"


class AnthropicServer(ModelServer):
    kind = "anthropic"

    def _message(self, content: list[Answer], reason: str) -> Answer:
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "claude-sonnet-5",
            "content": content,
            "stop_reason": reason,
            "stop_sequence": None,
            "usage": {"input_tokens": USED[0], "output_tokens": USED[1]},
        }

    def text(self, text: str, finished: str) -> Answer:
        reason = {"stop": "end_turn", "length": "max_tokens"}[finished]
        return self._message([{"type": "text", "text": text}], reason)

    def data(self, shape: dict[str, Any]) -> Answer:
        call = {"type": "tool_use", "id": "toolu_1", "name": "final_result", "input": shape}
        return self._message([call], "tool_use")

    def refusal(self) -> Answer:
        return self._message([], "refusal")

    def error(self, status: int, message: str) -> Answer:
        return {"type": "error", "error": {"type": "api_error", "message": message}}

    def events(self, pieces: list[str], finished: str) -> Iterator[str]:
        start = self._message([], "end_turn") | {"stop_reason": None}
        start["usage"] = {"input_tokens": USED[0], "output_tokens": 1}
        yield _event({"type": "message_start", "message": start}, "message_start")
        block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
        yield _event(block, "content_block_start")
        for piece in pieces:
            delta = {"type": "text_delta", "text": piece}
            yield _event({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta")
        yield _event({"type": "content_block_stop", "index": 0}, "content_block_stop")
        reason = {"stop": "end_turn", "length": "max_tokens", "refused": "refusal"}[finished]
        end = {"stop_reason": reason, "stop_sequence": None}
        yield _event(
            {"type": "message_delta", "delta": end, "usage": {"output_tokens": USED[1]}}, "message_delta"
        )
        yield _event({"type": "message_stop"}, "message_stop")


class GoogleServer(ModelServer):
    kind = "google"

    def streams(self, request: web.Request, _body: str) -> bool:
        return "streamGenerateContent" in request.path

    def _candidate(self, parts: list[Answer], reason: str | None) -> Answer:
        candidate: Answer = {"content": {"role": "model", "parts": parts}, "index": 0}
        if reason is not None:
            candidate["finishReason"] = reason
        used = {"promptTokenCount": USED[0], "candidatesTokenCount": USED[1], "totalTokenCount": sum(USED)}
        return {"candidates": [candidate], "usageMetadata": used, "modelVersion": "gemini-3"}

    def text(self, text: str, finished: str) -> Answer:
        return self._candidate([{"text": text}], {"stop": "STOP", "length": "MAX_TOKENS"}[finished])

    def data(self, shape: dict[str, Any]) -> Answer:
        return self._candidate([{"functionCall": {"name": "final_result", "args": shape}}], "STOP")

    def refusal(self) -> Answer:
        return {
            "candidates": [{"finishReason": "SAFETY", "index": 0}],
            "usageMetadata": {"promptTokenCount": 9},
        }

    def error(self, status: int, message: str) -> Answer:
        return {"error": {"code": status, "message": message, "status": "UNKNOWN"}}

    def events(self, pieces: list[str], finished: str) -> Iterator[str]:
        for piece in pieces:
            yield _event(self._candidate([{"text": piece}], None))
        last = {"stop": "STOP", "length": "MAX_TOKENS", "refused": "SAFETY"}[finished]
        yield _event(self._candidate([], last))


class ChatServer(ModelServer):
    """OpenAI's chat completions, as local servers speak them too."""

    kind = "compatible"
    path = "/v1"

    def _choice(self, message: Answer, reason: str) -> Answer:
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_760_000_000,
            "model": "local",
            "choices": [{"index": 0, "message": {"role": "assistant", **message}, "finish_reason": reason}],
            "usage": {"prompt_tokens": USED[0], "completion_tokens": USED[1], "total_tokens": sum(USED)},
        }

    def text(self, text: str, finished: str) -> Answer:
        return self._choice({"content": text}, finished)

    def data(self, shape: dict[str, Any]) -> Answer:
        function = {"name": "final_result", "arguments": json.dumps(shape)}
        call = {"id": "call_1", "type": "function", "function": function}
        return self._choice({"content": None, "tool_calls": [call]}, "tool_calls")

    def refusal(self) -> Answer:
        return self._choice({"content": None, "refusal": "I cannot help with that."}, "content_filter")

    def events(self, pieces: list[str], finished: str) -> Iterator[str]:
        base = {"id": "c", "object": "chat.completion.chunk", "created": 1_760_000_000, "model": "local"}
        for piece in pieces:
            delta = {"role": "assistant", "content": piece}
            yield _event({**base, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        last = {"refused": "content_filter"}.get(finished, finished)
        yield _event({**base, "choices": [{"index": 0, "delta": {}, "finish_reason": last}]})
        used = {"prompt_tokens": USED[0], "completion_tokens": USED[1], "total_tokens": sum(USED)}
        yield _event({**base, "choices": [], "usage": used})
        yield "data: [DONE]\n\n"


class ResponsesServer(ModelServer):
    kind = "openai"
    path = "/v1"

    def _response(self, output: list[Answer], status: str = "completed", **more: Any) -> Answer:
        return {
            "id": "resp_1",
            "object": "response",
            "created_at": 1_760_000_000,
            "model": "gpt-5",
            "status": status,
            "output": output,
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "usage": {
                "input_tokens": USED[0],
                "output_tokens": USED[1],
                "total_tokens": sum(USED),
                "input_tokens_details": {"cached_tokens": 0},
                "output_tokens_details": {"reasoning_tokens": 0},
            },
            **more,
        }

    def _message(self, part: Answer) -> Answer:
        return {"type": "message", "id": "m1", "role": "assistant", "status": "completed", "content": [part]}

    def text(self, text: str, finished: str) -> Answer:
        message = self._message({"type": "output_text", "text": text, "annotations": []})
        if finished == "stop":
            return self._response([message])
        return self._response([message], "incomplete", incomplete_details={"reason": "max_output_tokens"})

    def data(self, shape: dict[str, Any]) -> Answer:
        call = {
            "type": "function_call",
            "id": "fc_1",
            "call_id": "call_1",
            "name": "final_result",
            "arguments": json.dumps(shape),
            "status": "completed",
        }
        return self._response([call])

    def refusal(self) -> Answer:
        return self._response([self._message({"type": "refusal", "refusal": "I cannot help with that."})])

    def events(self, pieces: list[str], finished: str) -> Iterator[str]:
        def told(name: str, number: int, **more: Any) -> str:
            return _event({"type": name, "sequence_number": number, **more}, name)

        part = {"type": "output_text", "text": "", "annotations": []}
        yield told("response.created", 0, response=self._response([], "in_progress") | {"usage": None})
        item = {"type": "message", "id": "m1", "role": "assistant", "status": "in_progress", "content": []}
        yield told("response.output_item.added", 1, output_index=0, item=item)
        place = {"item_id": "m1", "output_index": 0, "content_index": 0}
        yield told("response.content_part.added", 2, part=part, **place)
        for number, piece in enumerate(pieces):
            yield told("response.output_text.delta", 3 + number, delta=piece, logprobs=[], **place)
        whole = self.refusal() if finished == "refused" else self.text("".join(pieces), finished)
        yield told("response.output_item.done", 50, output_index=0, item=whole["output"][0])
        yield told(f"response.{whole['status']}", 51, response=whole)


SERVERS: tuple[type[ModelServer], ...] = (AnthropicServer, GoogleServer, ChatServer, ResponsesServer)
MODELS = {
    "anthropic": "claude-sonnet-5",
    "google": "gemini-3-flash",
    "openai": "gpt-5",
    "compatible": "local",
}

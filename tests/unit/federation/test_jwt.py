"""Tokens: real keys, real signatures, a real key server."""

from __future__ import annotations

import time
from typing import Any

import pytest
from aiohttp import web
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey

from symphonies.federation import GraphQLRequest, Hooks, RequestRefused
from symphonies.federation.authorization import JwtIdentity, JwtRules, RemoteKeys, StaticKeys
from symphonies.federation.authorization.keys import KeysUnavailable
from tests.unit.federation.bank import bank

RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed"})
PUBLIC = KeySet([RSA, EC, ED]).as_dict(private=False)
CLAIMS = {"sub": "ada", "scope": "read:pay hr", "iss": "house", "aud": "gateway"}


def token(key: Any = RSA, algorithm: str = "RS256", **claims: Any) -> str:
    content = {"exp": int(time.time()) + 600, **CLAIMS, **claims}
    head = {"alg": algorithm, "kid": key.kid}
    return jwt.encode(head, {k: v for k, v in content.items() if v is not None}, key, algorithms=[algorithm])


def identity(**rules: Any) -> JwtIdentity:
    return JwtIdentity(StaticKeys(PUBLIC), JwtRules(**rules))


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS256"), (EC, "ES256"), (ED, "Ed25519")])
async def test_good_tokens_name_their_subject_and_scopes(key: Any, algorithm: str) -> None:
    found = await identity(issuer="house", audience="gateway").identify(token(key, algorithm))
    assert found.subject == "ada"
    assert found.scopes == {"read:pay", "hr"}
    assert found.claims["iss"] == "house"


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 60},
        {"exp": None},
        {"nbf": int(time.time()) + 600},
        {"iss": "elsewhere"},
        {"iss": None},
        {"aud": "another"},
        {"sub": None},
        {"sub": 7},
    ],
)
async def test_claims_that_do_not_hold_are_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(RequestRefused) as refused:
        await identity(issuer="house", audience="gateway").identify(token(**claims))
    assert (refused.value.code, refused.value.status) == ("UNAUTHENTICATED", 401)


async def test_signatures_that_do_not_hold_are_refused() -> None:
    good = token()
    head, body, signature = good.split(".")
    stranger = RSAKey.generate_key(2048, {"kid": "rsa"})
    secret = OctKey.import_key("the public key, taken for a secret, or any other word", {"kid": "rsa"})
    forged = [
        f"{head}.{body}.{signature[:-6]}AAAAAA",
        f"{head}.{token(sub='eve').split('.')[1]}.{signature}",
        token(stranger),
        token(secret, "HS256"),
        token(RSA, "RS512"),
        "eyJhbGciOiJub25lIn0." + body + ".",
        "not a token",
        "",
    ]
    for wrong in forged:
        with pytest.raises(RequestRefused):
            await identity().identify(wrong)


def test_rules_that_would_let_anybody_in_cannot_be_made() -> None:
    for algorithms in ((), ("none",), ("HS256", "RS256")):
        with pytest.raises(ValueError, match="algorithms|accepted"):
            JwtRules(algorithms=algorithms)


@pytest.mark.parametrize(
    ("claims", "path", "expected"),
    [
        ({"scope": None, "scp": ["a", "b"]}, None, {"a", "b"}),
        ({"scope": "x", "realm": {"roles": ["r"]}}, "realm.roles", {"r"}),
        ({"scope": {"odd": 1}}, None, set()),
    ],
)
async def test_scopes_are_found_where_the_issuer_puts_them(
    claims: dict[str, Any], path: str | None, expected: set[str]
) -> None:
    assert (await identity(scopes_claim=path).identify(token(**claims))).scopes == expected


async def ask(rules: JwtRules, headers: dict[str, str]) -> Any:
    gateway, _ = bank(hooks=Hooks(request=(JwtIdentity(StaticKeys(PUBLIC), rules),)))
    return await gateway.execute(GraphQLRequest("{ me { tax } }", headers=headers))


async def test_the_gateway_reads_header_and_cookie() -> None:
    assert (await ask(JwtRules(), {"authorization": f"Bearer {token()}"})).data == {"me": {"tax": "t"}}
    assert (await ask(JwtRules(), {"authorization": f"bearer {token()}"})).data == {"me": {"tax": "t"}}
    assert (await ask(JwtRules(cookie="id"), {"cookie": f"a=b; id={token()}"})).data == {"me": {"tax": "t"}}
    assert (await ask(JwtRules(header="x-id", prefix=""), {"x-id": token()})).data == {"me": {"tax": "t"}}
    assert (await ask(JwtRules(), {})).data == {"me": {"tax": None}}


async def test_a_bad_token_is_never_the_same_as_none() -> None:
    for headers in (
        {"authorization": "Bearer nonsense"},
        {"authorization": "Basic abc"},
        {"authorization": "x"},
    ):
        refused = await ask(JwtRules(), headers)
        assert (refused.status, refused.has_data) == (401, False)
        assert "nonsense" not in repr(refused)
    assert (await ask(JwtRules(required=True), {})).status == 401


class KeyServer:
    """An identity provider's key set, which can change and fail."""

    def __init__(self) -> None:
        self.keys: Any = PUBLIC
        self.status = 200
        self.asked = 0
        self.url = ""

    async def answer(self, _: web.Request) -> web.Response:
        self.asked += 1
        return web.json_response(self.keys, status=self.status)

    async def __aenter__(self) -> KeyServer:
        app = web.Application()
        app.router.add_get("/keys", self.answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/keys"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


async def test_keys_are_fetched_once_and_again_when_they_rotate() -> None:
    now = [0.0]
    async with KeyServer() as server:
        keys = RemoteKeys(server.url, refresh_s=100, retry_s=10, clock=lambda: now[0])
        named = JwtIdentity(keys)
        for _ in range(3):
            assert (await named.identify(token())).subject == "ada"
        assert server.asked == 1
        fresh = RSAKey.generate_key(2048, {"kid": "fresh"})
        server.keys = KeySet([RSA, fresh]).as_dict(private=False)
        with pytest.raises(RequestRefused):
            await named.identify(token(fresh))
        assert server.asked == 1, "an unknown key is not looked up more often than allowed"
        now[0] = 11
        assert (await named.identify(token(fresh))).subject == "ada"
        assert server.asked == 2


async def test_known_keys_outlive_an_outage_of_the_provider() -> None:
    now = [0.0]
    async with KeyServer() as server:
        named = JwtIdentity(RemoteKeys(server.url, refresh_s=100, retry_s=10, clock=lambda: now[0]))
        await named.identify(token())
        server.status = 500
        now[0] = 500
        assert (await named.identify(token())).subject == "ada"


async def test_without_any_keys_nobody_is_let_in() -> None:
    async with KeyServer() as server:
        server.keys = {"nothing": True}
        with pytest.raises(RequestRefused) as refused:
            await JwtIdentity(RemoteKeys(server.url)).identify(token())
    assert (refused.value.code, refused.value.status) == ("KEYS_UNAVAILABLE", 503)


def test_keys_are_read_from_files(tmp_path: Any) -> None:
    for name, content in (("a.pem", RSA.as_pem(private=False)), ("b.pem", EC.as_pem(private=False))):
        (tmp_path / name).write_bytes(content)
        assert StaticKeys.read(tmp_path / name)
    (tmp_path / "c.json").write_text('{"keys": 3}')
    for wrong in ("c.json", "none.pem"):
        with pytest.raises(KeysUnavailable):
            StaticKeys.read(tmp_path / wrong)
    with pytest.raises(KeysUnavailable):
        StaticKeys("no key at all")

"""The cache of subgraph answers: what is kept, for how long, for whom, and what is asked again."""

from __future__ import annotations

import pytest

from symphonies.federation import CacheRules, Invalidations, SubgraphUnavailable
from symphonies.federation.caching import InvalidationRefused
from tests.unit.federation.shelf import Shelf

TOP = '{ top(category: "tea") { name score } }'
ONE = "query ($id: ID!) { product(id: $id) { name score } }"
MINE = "query ($id: ID!) { product(id: $id) { mine } }"


def cacheable(shelf: Shelf, told: str = "max-age=100, public") -> None:
    shelf.clients["products"].headers = {"cache-control": told}


async def test_what_may_be_cached_is_asked_once() -> None:
    shelf = Shelf()
    cacheable(shelf)
    first = await shelf.ask(TOP)
    assert first.headers["cache-control"] == "max-age=60, public"
    shelf.clock.now += 15
    again = await shelf.ask(TOP)
    assert again.data == first.data == {"top": [{"name": f"product {n}", "score": 10 * n} for n in (1, 2, 3)]}
    assert again.headers["cache-control"] == "max-age=45, public"
    assert shelf.counts() == (1, 1)


async def test_only_missing_entities_are_asked_for() -> None:
    shelf = Shelf()
    await shelf.ask(ONE, id="2")
    answer = await shelf.ask(TOP)
    assert [p["score"] for p in answer.data["top"]] == [10, 20, 30]
    asked = shelf.clients["opinions"].asked[-1]
    assert [[r["id"] for r in value] for value in asked.values()] == [["1", "3"]]
    assert shelf.lookups[-1] == ("opinions", 1, 2)


async def test_another_operation_finds_the_same_entities() -> None:
    shelf = Shelf()
    await shelf.ask(TOP)
    await shelf.ask('query Other { a: product(id: "3") { score id } }')
    assert shelf.counts()[1] == 1


async def test_an_error_is_told_at_its_own_place_and_never_cached() -> None:
    shelf = Shelf()
    await shelf.ask(ONE, id="1")
    shelf.broken = {"3"}
    broken = await shelf.ask(TOP)
    assert [error["path"] for error in broken.errors] == [["top", 2, "score"]]
    assert broken.headers["cache-control"] == "no-store"
    shelf.broken = set()
    mended = await shelf.ask(TOP)
    assert [p["score"] for p in mended.data["top"]] == [10, 20, 30]


async def test_a_failing_subgraph_leaves_what_is_cached() -> None:
    shelf = Shelf()
    await shelf.ask('{ top(category: "tea") { id } }')
    await shelf.ask("query ($id: ID!) { product(id: $id) { opinion: score } }", id="1")
    shelf.clients["opinions"].error = SubgraphUnavailable("could not be reached")
    answer = await shelf.ask("{ product(id: 1) { opinion: score } }")
    assert answer.data == {"product": {"opinion": 10}}
    failing = await shelf.ask('{ top(category: "tea") { id opinion: score } }')
    assert failing.errors[0]["path"] == ["top", 1]
    assert failing.errors[0]["message"] == "Subgraph opinions could not be reached."


async def test_mutations_pass_by() -> None:
    shelf = Shelf()
    cacheable(shelf)
    for name in ("a", "b"):
        changed = await shelf.ask("mutation ($n: String!) { rename(id: 1, name: $n) { name } }", n=name)
        assert changed.data == {"rename": {"name": name}}
        assert changed.headers["cache-control"] == "no-store"
    assert len(shelf.store) == 0


@pytest.mark.parametrize(
    "told", ["no-store", "no-cache, max-age=9", "private, max-age=9", "max-age=0", "max-age=x", "public"]
)
async def test_what_may_not_be_cached_is_not(told: str) -> None:
    shelf = Shelf()
    cacheable(shelf, told)
    for _ in range(2):
        answer = await shelf.ask('{ product(id: "1") { name } }')
        assert answer.headers["cache-control"] == "no-store" or "private" in told
    assert shelf.counts()[0] == 2


async def test_age_and_shared_age_count() -> None:
    shelf = Shelf()
    shelf.clients["products"].headers = {"cache-control": "max-age=5, s-maxage=50", "age": "20"}
    assert (await shelf.ask('{ product(id: "1") { name } }')).headers["cache-control"] == "max-age=30, public"


async def test_an_answer_ends() -> None:
    shelf = Shelf()
    await shelf.ask("{ opinions }")
    shelf.clock.now += 29
    await shelf.ask("{ opinions }")
    assert shelf.counts() == (0, 1)
    shelf.clock.now += 2
    await shelf.ask("{ opinions }")
    assert shelf.counts() == (0, 2)


async def test_principals_never_share_what_is_private() -> None:
    shelf = Shelf()
    told = {}
    for user in ("ada", "grace", "ada", "grace"):
        answer = await shelf.ask(MINE, headers={"user": user}, id="1")
        assert answer.headers["cache-control"] == "no-store"  # the product itself may not be cached
        told.setdefault(user, []).append(answer.data["product"]["mine"])
    assert told == {"ada": ["seen 1"] * 2, "grace": ["seen 2"] * 2}


async def test_a_stranger_has_no_private_answers() -> None:
    shelf = Shelf()
    for _ in range(2):
        await shelf.ask(MINE, id="1")
    assert shelf.counts()[1] == 2
    assert len(shelf.store) == 0
    await shelf.ask(MINE, headers={"user": "ada"}, id="1")
    await shelf.ask(MINE, id="1")
    assert shelf.counts()[1] == 4


async def test_the_answer_to_somebody_is_private() -> None:
    shelf = Shelf()
    cacheable(shelf)
    await shelf.ask(TOP)
    answer = await shelf.ask(TOP, headers={"user": "ada"})
    assert shelf.counts() == (1, 1)
    assert answer.headers["cache-control"] == "max-age=60, private"


async def test_an_answer_to_credentials_is_shared_only_if_it_says_so() -> None:
    for told, asked in (("max-age=100", 2), ("max-age=100, public", 1)):
        shelf = Shelf(credential="authorization")
        cacheable(shelf, told)
        for token in ("a", "b", "a"):
            await shelf.ask('{ product(id: "1") { name } }', headers={"authorization": token})
        assert shelf.counts()[0] == asked


@pytest.mark.parametrize(("told", "asked"), [("max-age=100", 2), ("", 2), ("max-age=100, public", 1)])
async def test_whatever_a_subgraph_is_shown_of_its_caller_keeps_answers_apart(told: str, asked: int) -> None:
    shelf = Shelf(rules=CacheRules(ttl_s=60), tenant="x-tenant", trace="x-request-id")
    shelf.clients["products"].headers = {"cache-control": told} if told else {}
    for number, tenant in enumerate(("a", "b", "a", "b")):
        headers = {"x-tenant": tenant, "x-request-id": str(number)}
        await shelf.ask('{ product(id: "1") { name } }', headers=headers)
    assert shelf.counts()[0] == asked


async def test_answers_vary_by_the_headers_they_name() -> None:
    shelf = Shelf(language="accept-language")
    shelf.clients["products"].headers = {"cache-control": "max-age=100", "vary": "Accept-Language"}
    for language in ("de", "en", "de", "en"):
        await shelf.ask('{ product(id: "1") { name } }', headers={"accept-language": language})
    assert shelf.counts()[0] == 2
    shelf.clients["products"].headers["vary"] = "*"
    for _ in range(2):
        await shelf.ask('{ product(id: "2") { name } }')
    assert shelf.counts()[0] == 4


async def test_a_default_holds_where_nothing_is_said() -> None:
    shelf = Shelf(rules=CacheRules(ttl_s=5))
    for _ in range(2):
        await shelf.ask('{ product(id: "1") { name } }')
    assert shelf.counts()[0] == 1
    shelf.clock.now += 6
    await shelf.ask('{ product(id: "1") { name } }')
    assert shelf.counts()[0] == 2


async def test_the_oldest_go_when_there_is_no_place() -> None:
    shelf = Shelf(max_bytes=900, rules=CacheRules(ttl_s=60))
    for id in ("1", "2", "1", "3", "1", "2"):
        await shelf.ask("query ($id: ID!) { product(id: $id) { name } }", id=id)
        assert shelf.store.bytes <= 900
    assert shelf.counts()[0] == 4  # two fit: 3 took the place of 2


async def test_that_there_is_nothing_is_an_answer_of_a_root_field() -> None:
    shelf = Shelf(rules=CacheRules(ttl_s=60))
    await shelf.ask("query ($id: ID!) { product(id: $id) { name } }", id="99")
    shelf.names["99"] = "new"
    assert (await shelf.ask("query ($id: ID!) { product(id: $id) { name } }", id="99")).data == {
        "product": None
    }


async def test_invalidation_by_tag_type_key_and_subgraph() -> None:
    shelf = Shelf()
    cacheable(shelf)
    drop = Invalidations(shelf.store)

    async def asked_again() -> tuple[int, int]:
        before = shelf.counts()
        await shelf.ask(TOP)
        after = shelf.counts()
        return after[0] - before[0], after[1] - before[1]

    await shelf.ask(TOP)
    assert drop.tag("top-coffee", "products") == 0
    assert await asked_again() == (0, 0)
    assert drop.tag("top-tea", "products") == 1
    assert await asked_again() == (1, 0)
    assert drop.tag("said-2", "opinions") == 1
    assert await asked_again() == (0, 1)
    assert len(shelf.clients["opinions"].asked[-1]["representations"]) == 1
    assert drop.entity("opinions", "Product", {"id": "3"}) == 1
    assert drop.type("opinions", "Product") == 2
    assert drop.subgraph("products") == 1
    assert await asked_again() == (1, 1)
    body = [
        {"kind": "cache_tag", "subgraphs": ["products", "opinions"], "cache_tag": "tops"},
        {"kind": "type", "subgraph": "opinions", "type": "Product"},
    ]
    assert drop.apply(body) == 4
    assert len(shelf.store) == 0
    assert shelf.store.bytes == 0


@pytest.mark.parametrize(
    "given",
    [
        {},
        [1],
        [{"kind": "typ", "subgraph": "a", "type": "b"}],
        [{"kind": "subgraph"}],
        [{"kind": "entity", "subgraph": "a", "type": "b"}],
        [{"kind": "cache_tag", "cache_tag": "a"}],
    ],
)
async def test_an_unclear_invalidation_is_refused_whole(given: object) -> None:
    shelf = Shelf()
    await shelf.ask("{ opinions }")
    with pytest.raises(InvalidationRefused):
        Invalidations(shelf.store).apply(given)
    assert len(shelf.store) == 1


async def test_what_is_invalidated_while_it_is_fetched_is_not_kept() -> None:
    shelf = Shelf()
    fetch = shelf.clients["opinions"]._client.fetch

    async def slow(request):
        response = await fetch(request)
        Invalidations(shelf.store).subgraph("opinions")
        return response

    shelf.clients["opinions"]._client.fetch = slow
    await shelf.ask("{ opinions }")
    assert len(shelf.store) == 0


async def test_what_a_reader_changes_stays_its_own() -> None:
    shelf = Shelf()
    cacheable(shelf)
    first = await shelf.ask(TOP)
    first.data["top"][0]["name"] = "changed"
    assert (await shelf.ask(TOP)).data["top"][0]["name"] == "product 1"

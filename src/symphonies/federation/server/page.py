"""A page to write queries in, for development: one file, nothing loaded from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

SCRIPT = """
const form = document.querySelector('form'), out = document.querySelector('output');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  out.textContent = 'Asking ...';
  try {
    const variables = form.variables.value.trim();
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: {'content-type': 'application/json', accept: 'application/graphql-response+json',
                ...JSON.parse(form.headers.value.trim() || '{}')},
      body: JSON.stringify({query: form.query.value, variables: JSON.parse(variables || '{}')}),
    });
    out.textContent = JSON.stringify(await answer.json(), null, 2);
  } catch (error) { out.textContent = String(error); }
});
form.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
"""
STYLE = """
body { font: 14px/1.5 system-ui; margin: 2rem; color-scheme: light dark }
form { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem }
textarea { width: 100%; font: 13px/1.5 ui-monospace, monospace; box-sizing: border-box }
label:first-child { grid-column: 1 / 3 }
output { display: block; white-space: pre-wrap; font: 13px/1.5 ui-monospace, monospace; margin-top: 1rem }
"""


def query_page(path: str) -> bytes:
    """Returns the page.

    Args:
        path: where GraphQL is answered.
    """
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>GraphQL</title>
<style>{STYLE}</style>
<form action="{escape(path)}">
<label>Query <textarea name="query" rows="14" spellcheck="false">{{ __typename }}</textarea></label>
<label>Variables <textarea name="variables" rows="5" spellcheck="false"></textarea></label>
<label>Headers <textarea name="headers" rows="5" spellcheck="false"></textarea></label>
<button>Ask (Ctrl+Enter)</button></form><output></output><script>{SCRIPT}</script></html>""".encode()


def page_policy() -> str:
    """Returns the content security policy of the page: its own script and style, this host, nothing else."""
    script, style = (b64encode(sha256(text.encode()).digest()).decode() for text in (SCRIPT, STYLE))
    return (
        f"default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )

// Sends a block and tells in one word what came of it.
const GIVE_UP_MS = 25_000;
// Browsers let go of 64 KB at most with a page that closes.
const LAST_BYTES = 60_000;

// Read anew each time: signing in on another tab changes it.
export function csrfToken(form) {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken?.value ?? "";
}

function bodyOf(block) {
  const body = new FormData(block.form);
  for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
  body.set("csrfmiddlewaretoken", csrfToken(block.form));
  body.set(block.versionField?.name ?? "expected_version", String(block.version));
  if (block.resolution) {
    body.set("resolved", block.resolution.choice);
    for (const [name, text] of Object.entries(block.resolution.rejected)) body.set(`rejected-${name}`, text);
  }
  return body;
}

function request(block, extra) {
  return fetch(block.form.getAttribute("action") || location.href, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: {
      Accept: "application/json",
      "X-Autosave": "1",
      "X-Autosave-Who": block.page.who,
      "X-CSRFToken": csrfToken(block.form),
    },
    ...extra,
  });
}

export async function post(block) {
  const { version } = block;
  const body = bodyOf(block);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), GIVE_UP_MS);
  try {
    // A hidden page is often one that is being closed: what was sent must not be taken back with it.
    const answer = await request(block, { body, signal: abort.signal, keepalive: document.hidden && isSmall(body) });
    return kindOf(answer, await read(answer), version);
  } catch {
    return { kind: "network", json: {} };
  } finally {
    clearTimeout(timer);
  }
}

// For a page that closes: nobody hears the answer, the local copy stays until the next page compares.
export function postLast(block) {
  const body = bodyOf(block);
  if (isSmall(body)) request(block, { body, keepalive: true }).catch(() => {});
}

function isSmall(body) {
  let bytes = 0;
  for (const [name, value] of body) bytes += 200 + new Blob([name, value]).size;
  return bytes < LAST_BYTES;
}

async function read(answer) {
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) return null;
  try { return await answer.json(); } catch (fault) { if (fault instanceof SyntaxError) return null; throw fault; }
}

function kindOf(answer, found, version) {
  const json = found ?? {};
  const { status } = answer;
  if (status === 200 && Number.isInteger(json.version)) return { kind: "saved", json };
  // A page instead of an answer: the sign-in, whoever drew it.
  if (answer.type === "opaqueredirect" || status === 401 || (status === 200 && !found)) return { kind: "signed-out", json };
  // A clash over the version that was sent would be answered the same way for ever.
  if (status === 409 && Number.isInteger(json.version) && json.version !== version) return { kind: "clash", json };
  if (status === 422 && found) return { kind: "wrong", json };
  if ([403, 404, 410].includes(status)) return { kind: "gone", json };
  return { kind: status === 413 ? "large" : "busy", json: { retryAfter: Number(answer.headers.get("Retry-After")) || 0 } };
}

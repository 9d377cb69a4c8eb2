// Sends a batch of events to the server, and understands its answer.
const PATIENCE = 10000
export const BATCH = 100
const SENT = [
  "key", "device", "sequence", "clock", "kind", "item", "value", "text", "text_digest", "undoes", "device_ms",
  "previous", "hash",
]

// {body}, or {trouble}: why it has to be sent again, "network", "signed-out", "someone-else" or "refused".
export async function post(url, { sheet, person, since }, events) {
  const batch = { sheet, person, since, sent_ms: Date.now(), events: events.map(bare) }
  try {
    const response = await fetch(url, {
      method: "POST",
      body: JSON.stringify(batch),
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token() },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    })
    return response.ok ? { body: await response.json() } : { trouble: troubleOf(response) }
  } catch {
    return { trouble: "network" }
  }
}

function troubleOf(response) {
  // Sign-in is a redirect; a token of an older sign-in is a 403.
  if (response.type === "opaqueredirect" || response.status === 403) return "signed-out"
  // Whoever is signed in now has no such sheet, or another one of the same session.
  if (response.status === 404 || response.status === 409) return "someone-else"
  return response.status === 400 ? "refused" : "network"
}

const bare = (event) => Object.fromEntries(SENT.map((name) => [name, event[name]]))

// From the cookie, because signing in again in another tab changes it.
export function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""
}

// Sends changes one by one, in their order. What is not sent yet is kept on the device, also when the tab is closed, and
// is sent again until the server has answered; each change carries a key, so that it counts once however often it comes.

const FIRST_WAIT = 1000
const LONGEST_WAIT = 15000
const PATIENCE = 10000

// An entry is {key, url, item, fields}. `heard` is told: settled(entry, answer), refused(entry), closed(), changed().
export function outbox(name, heard) {
  const entries = read(name)
  let trouble = ""
  let sending = false
  let wait = FIRST_WAIT
  let timer

  async function send() {
    if (sending) return
    sending = true
    clearTimeout(timer)
    while (entries.length) {
      const entry = entries[0]
      const answer = await post(entry)
      trouble = answer.trouble ?? ""
      if (trouble) break
      entries.splice(0, answer.closed ? entries.length : 1)
      keep(name, entries)
      wait = FIRST_WAIT
      tell(entry, answer)
    }
    sending = false
    if (trouble) {
      timer = setTimeout(send, wait)
      wait = Math.min(2 * wait, LONGEST_WAIT)
    }
    heard.changed()
  }

  function tell(entry, answer) {
    if (answer.closed) heard.closed()
    else if (answer.refused) heard.refused(entry)
    else heard.settled(entry, answer.body)
    heard.changed()
  }

  function add(entry) {
    entries.push(entry)
    keep(name, entries)
    heard.changed()
    send()
  }

  window.addEventListener("online", send)
  document.addEventListener("visibilitychange", send)

  return {
    add,
    send,
    entries,
    trouble: () => trouble,
    // Whether something about this item is still to be sent: the server's answer to an older change is stale then.
    waits: (item) => entries.some((entry) => entry.item === item),
  }
}

// {body}, {refused}, {closed}, or {trouble} with the reason why it has to be sent again.
async function post(entry) {
  try {
    const response = await fetch(entry.url, {
      method: "POST",
      body: new URLSearchParams(entry.fields),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    })
    return await understood(response)
  } catch {
    return { trouble: "network" }
  }
}

async function understood(response) {
  if (response.ok) return { body: await response.json() }
  // Sign-in is a redirect; a token of an older sign-in is a 403.
  if (response.type === "opaqueredirect" || response.status === 403) return { trouble: "signed-out" }
  if (response.status === 409) return { closed: true }
  if (response.status === 400 || response.status === 404) return { refused: true }
  return { trouble: "network" }
}

// From the cookie, because signing in again in another tab changes it.
function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? []
  } catch {
    return []
  }
}

function keep(name, entries) {
  try {
    if (entries.length) localStorage.setItem(name, JSON.stringify(entries))
    else localStorage.removeItem(name)
  } catch {
    // A browser without storage still sends; it only cannot survive being closed.
  }
}

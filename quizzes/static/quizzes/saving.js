import { behaviour } from "../js/behaviour.js"

const PAUSES = [1000, 2000, 4000, 8000, 15000]
const SIGNED_OUT = 401
const FINAL = [400, SIGNED_OUT, 403, 404]  // trying again would change nothing
let form, url, states
let changes = 0      // how often an answer was given
let saved = 0        // up to which of them the server has it
let running = null   // the promise of the sending that goes on
let wake = null      // ends the pause before the next try
let leaving = false

behaviour("saving", (element) => {
  form = element
  url = form.dataset.url
  states = document.querySelectorAll("[data-save-state] [data-state]")
  form.addEventListener("change", () => { changes += 1; send() })
  form.addEventListener("submit", leaveWhenSaved)
  window.addEventListener("online", () => wake?.())
  window.addEventListener("beforeunload", (event) => { if (isUnsaved() && !leaving) event.preventDefault() })
})

// Resolves when nothing is on its way any more, at the latest after `milliseconds`.
export function settled(milliseconds) {
  leaving = true
  return Promise.race([running, pause(milliseconds)])
}

function isUnsaved() {
  return saved < changes
}

function pause(milliseconds) {
  return new Promise((resolve) => { wake = resolve; setTimeout(resolve, milliseconds) })
}

function send() {
  wake?.()
  running ??= sendUntilSaved().finally(() => { running = null })
  return running
}

async function sendUntilSaved() {
  for (let tries = 0; isUnsaved(); tries += 1) {
    const change = changes
    if (tries === 0) show("saving")
    const status = await post()
    if (status === 204) { saved = change; tries = -1 }
    else if (FINAL.includes(status)) return show("refused")
    else {
      show("waiting")
      await pause(PAUSES[Math.min(tries, PAUSES.length - 1)])
    }
  }
  show("saved")
}

async function post() {
  try {
    const options = { method: "POST", body: new FormData(form), redirect: "manual", signal: AbortSignal.timeout(10000) }
    const response = await fetch(url, options)
    if (response.status === 409) await goTo(response)
    return response.type === "opaqueredirect" ? SIGNED_OUT : response.status
  } catch {
    return 0
  }
}

async function goTo(response) {
  leaving = true
  location.assign((await response.json()).result)
  await new Promise(() => {})
}

// The screen is left with the last answer saved; without a connection it stays, and says so.
function leaveWhenSaved(event) {
  if (!isUnsaved()) return
  event.preventDefault()
  const button = event.submitter
  send().then(() => { if (!isUnsaved()) form.requestSubmit(button) })
}

function show(name) {
  for (const state of states) state.hidden = state.dataset.state !== name
}
